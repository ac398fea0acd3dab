import type { Failure, FailureScope, Outcome } from '../../domain/failure.ts';
import type { Refusal } from './refusal.ts';

const DEFAULT_RETRY_AFTER_MS = 1_000;
/** The chat does not take what was asked in its present state: not yet, or not any more. */
const stateCodes = new Set(['chat.error.conversation.state', 'chat.error.member.state']);
/** The token is the chat's own: once it is refused, nothing will make it good again. */
const tokenCodes = new Set(['credentials.expired', 'bad.credentials', 'authentication.required']);
const badRouteCodes =
  /^chat\.(deployment\.|error\.invalid\.(queue|flow)$|error\.(notnull|pattern)?\.?createconversationrequest\.(routingtarget|deploymentid))/;

/** Whether the chat is over for this guest, whatever was asked. */
export function saysOver(refusal: Refusal): boolean {
  return saysGone(refusal) || tokenCodes.has(refusal.code);
}

/** Whether the chat itself is over or unknown, and not only its token. */
export function saysGone(refusal: Refusal): boolean {
  return stateCodes.has(refusal.code) || refusal.status === 404;
}

/** What became of a message that was not simply taken. */
export function sendOutcome(refusal: Refusal): Outcome {
  if (!refusal.certain) return { outcome: 'unknown', failure: failure(refusal, { scope: 'message', retryable: true }) };
  return { outcome: 'rejected', failure: sessionFailure(refusal, 'message') };
}

/**
 * A refusal within a chat. Being throttled is a chat's own affair, since the limit counts for each token.
 * `otherwise` is the scope of a 4xx that says nothing about chat or route.
 */
export function sessionFailure(refusal: Refusal, otherwise: 'message' | 'conversation' = 'conversation'): Failure {
  const { status, code } = refusal;
  if (stateCodes.has(code)) return failure(refusal, { scope: 'conversation', retryable: true });
  if (tokenCodes.has(code) || status === 404) return failure(refusal, { scope: 'conversation', retryable: false });
  if (status === 429) return throttled(refusal, 'message');
  if (isAway(refusal) || status === 401 || status === 403) return failure(refusal, { scope: 'route', retryable: true });
  return failure(refusal, { scope: otherwise, retryable: false });
}

/** A chat that could not be created. */
export function openFailure(refusal: Refusal): Failure {
  const { status, code } = refusal;
  if (status === 429) return throttled(refusal, 'route');
  const ofRoute = isAway(refusal) || [401, 403, 404, 409].includes(status ?? 0) || badRouteCodes.test(code);
  return failure(refusal, ofRoute ? { scope: 'route', retryable: true } : { scope: 'message', retryable: false });
}

function throttled(refusal: Refusal, scope: FailureScope): Failure {
  const retryAfterMs = refusal.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS;
  return failure({ ...refusal, retryAfterMs }, { scope, retryable: true });
}

/** No answer, or none that the API itself could be held to. */
function isAway({ status }: Pick<Refusal, 'status'>): boolean {
  return status === null || status < 400 || status === 408 || status >= 500;
}

function failure(refusal: Refusal, reach: Pick<Failure, 'scope' | 'retryable'>): Failure {
  const { code, retryAfterMs } = refusal;
  return { code, ...reach, ...(retryAfterMs !== null && { retryAfterMs }), human: words(refusal, reach.scope) };
}

function words({ status, code }: Refusal, scope: FailureScope): string {
  if (stateCodes.has(code)) return 'the chat is not active';
  if (code === 'credentials.expired') return 'the chat has lasted too long';
  if (status === 429) return 'the contact centre is asked too often';
  if (isAway({ status })) return 'the contact centre does not answer';
  if (scope === 'conversation') return 'the chat is not known to the contact centre any more';
  if (scope === 'route') return 'the contact centre refuses this route';
  return 'the contact centre refused the message';
}
