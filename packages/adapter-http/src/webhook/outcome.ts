import type { Failure, Outcome } from '@trunkline/core';

export interface ReceiverAnswer {
  readonly status: number;
  readonly retryAfterMs: number | null;
}

/**
 * What a receiver's answer means for one delivery. `rejected` only where the event was certainly not taken: a redirect or
 * a 4xx. After a 408 or a 5xx (503 too: no body of it is known to be the receiver's own) it may have been taken, and
 * nobody can be asked. A 4xx is about this event, as far as anybody can tell; everything else is about the receiver.
 */
export function outcomeOfAnswer(answer: ReceiverAnswer, key: string): Outcome {
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { outcome: 'accepted', key };
  const failure: Failure = {
    code: `http.webhook.${status}`,
    scope: isAboutTheEvent(status) ? 'message' : 'route',
    retryable: true,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    human: humanOfStatus(status),
  };
  return { outcome: status === 408 || status >= 500 ? 'unknown' : 'rejected', failure };
}

/** What an exchange that brought no answer means. */
export function outcomeOfError(error: unknown, aborted: boolean): Outcome {
  if (aborted)
    return { outcome: 'unknown', failure: trouble('timeout', 'the webhook receiver did not answer in time') };
  if (isBeforeTheWrite(error))
    return { outcome: 'rejected', failure: trouble('unreachable', 'the webhook receiver could not be reached') };
  return { outcome: 'unknown', failure: trouble('broken-off', 'the connection to the webhook receiver broke') };
}

/** What asks for longer than a day is asked again after one. */
const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/** Retry-After as seconds or as an HTTP date, in milliseconds from now. */
export function parseRetryAfter(value: string | readonly string[] | undefined, nowMs: number): number | null {
  const text = (typeof value === 'string' ? value : value?.[0])?.trim();
  if (text === undefined || text === '') return null;
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_WAIT_MS);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - nowMs), LONGEST_WAIT_MS);
}

function trouble(code: string, human: string): Failure {
  return { code: `http.webhook.${code}`, scope: 'route', retryable: true, human };
}

function isAboutTheEvent(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 410 && status !== 429;
}

function humanOfStatus(status: number): string {
  if (status < 400) return `the webhook receiver answered ${status}, and redirects are not followed`;
  if (status === 410) return 'the webhook receiver is gone (410)';
  if (status === 429) return 'the webhook receiver asks for fewer requests (429)';
  return `the webhook receiver answered ${status}`;
}

const CONNECT_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const TLS_CODES = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Name, connection and certificate come before the first byte of the request. */
function isBeforeTheWrite(error: unknown): boolean {
  const { code, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  return code !== undefined && (CONNECT_CODES.has(code) || TLS_CODES.test(code));
}
