import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { type DeliverOutcome, type Failure, TrunklineError } from '@trunkline/core';
import { type FailureRule, failureTable, goneWorkspaces, otherRefusal, unreachablePlaces } from './failure-table.ts';

export type RefusedOutcome = Exclude<DeliverOutcome, { readonly outcome: 'accepted' }>;

/** Nobody has listened yet, so nothing can have been written. */
const BEFORE_THE_WRITE: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
]);
/** How web-api 8 says of a 429 that it names no time; it has no class of its own. */
const NAMELESS_LIMIT = /^Retry header did not contain a valid timeout/;
const DEFAULT_RETRY_AFTER_MS = 30_000;
const PREFIX = 'slack.';

/** Something failed before the message itself was written. */
export class NotWrittenError extends Error {
  constructor(cause: unknown) {
    super('nothing was written', { cause });
  }
}

/** What became of a call that threw. */
export function outcomeOf(error: unknown): RefusedOutcome {
  if (error instanceof NotWrittenError) return { outcome: 'rejected', failure: outcomeOf(error.cause).failure };
  const rejected = (failure: Failure): RefusedOutcome => ({ outcome: 'rejected', failure });
  if (error instanceof WebAPIPlatformError) return ofRefusal(error);
  if (error instanceof WebAPIRateLimitedError) return rejected(limited(error.retryAfter * 1_000));
  if (error instanceof WebAPIHTTPError) return ofStatus(error.statusCode);
  if (error instanceof TrunklineError) return rejected(ofBridge(error));
  if (error instanceof Error && NAMELESS_LIMIT.test(error.message)) return rejected(limited(DEFAULT_RETRY_AFTER_MS));
  if (error instanceof WebAPIRequestError && codesOf(error.original).some((code) => BEFORE_THE_WRITE.has(code))) {
    const failure = { code: `${PREFIX}unreachable`, scope: 'route', retryable: true } as const;
    return rejected({ ...failure, human: 'Slack cannot be reached' });
  }
  return {
    outcome: 'unknown',
    failure: { code: `${PREFIX}no_answer`, scope: 'message', retryable: true, human: 'Slack did not answer' },
  };
}

/** A workspace that the app is not installed in any more. */
export const notInstalled: Failure = failureFrom('app_uninstalled', failureTable['app_uninstalled'] ?? otherRefusal);

/** What an address is refused with that this adapter has not made. */
export const notAnAddress: Failure = failureFrom('not_an_address', {
  scope: 'message',
  retryable: false,
  human: 'the address is none of Slack',
});

/** Whether a delivery failed because the app has lost the workspace: its conversations cannot go on. */
export function isWorkspaceGone(failure: Failure): boolean {
  return failure.code.startsWith(PREFIX) && goneWorkspaces.has(failure.code.slice(PREFIX.length));
}

/** Slack's own word for why it refused a call; null if it did not. */
export function refusalOf(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null;
}

/** Whether the app cannot write in a place at all, as opposed to this time. */
export function isUnreachablePlace(error: unknown): boolean {
  return unreachablePlaces.has(refusalOf(error) ?? '');
}

/** Whether a call was refused for the want of one scope. */
export function lacksScope(error: unknown, scope: string): boolean {
  if (!(error instanceof WebAPIPlatformError) || error.data.error !== 'missing_scope') return false;
  const { needed } = error.data as { readonly needed?: unknown };
  return typeof needed === 'string' && needed.split(',').includes(scope);
}

function ofRefusal({ data }: WebAPIPlatformError): RefusedOutcome {
  const rule = failureTable[data.error] ?? otherRefusal;
  const failure = failureFrom(data.error, rule);
  if (data.error === 'ratelimited' || data.error === 'rate_limited')
    return { outcome: 'rejected', failure: { ...failure, retryAfterMs: DEFAULT_RETRY_AFTER_MS } };
  return { outcome: rule.unknown === true ? 'unknown' : 'rejected', failure };
}

/** Slack's own refusals come with 200; any other status is a proxy's or a breakdown. */
function ofStatus(status: number): RefusedOutcome {
  const code = `${PREFIX}http_${status}`;
  const failure: Failure = { code, scope: 'message', retryable: true, human: 'Slack had trouble of its own' };
  if (status >= 500 || status === 408) return { outcome: 'unknown', failure };
  return { outcome: 'rejected', failure: { ...failure, retryable: false, human: 'Slack refused the request' } };
}

function limited(retryAfterMs: number): Failure {
  return { ...failureFrom('ratelimited', failureTable['ratelimited'] ?? otherRefusal), retryAfterMs };
}

/** The bridge's own trouble before anything was written, such as a store that cannot be read. */
function ofBridge({ code, retryAfterMs }: TrunklineError): Failure {
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return {
    code,
    scope: 'message',
    retryable: true,
    ...wait,
    human: 'the bridge could not look up the Slack workspace',
  };
}

function failureFrom(code: string, { scope, retryable, human }: FailureRule): Failure {
  return { code: `slack.${code}`, scope, retryable, human };
}

/** Of an error and everything that caused it. */
function codesOf(error: unknown): readonly string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { code, cause, errors } = error as {
    readonly code?: unknown;
    readonly cause?: unknown;
    readonly errors?: unknown;
  };
  const inner = Array.isArray(errors) && errors.length > 0 ? errors.flatMap(codesOf) : codesOf(cause);
  return typeof code === 'string' ? [code, ...inner] : inner;
}
