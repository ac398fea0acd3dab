import type { ErrorKind, ProviderError } from '../provider.ts';

interface Row {
  readonly kind: ErrorKind;
  readonly words: string;
}

/**
 * What Twilio's codes mean for us (https://www.twilio.com/docs/api/errors). Twilio splits codes now and then, so that
 * whatever is not here has a default, by where it was met.
 */
const TABLE: Readonly<Record<number, Row>> = {
  20003: { kind: 'configuration', words: 'Twilio does not accept the credentials' },
  20005: { kind: 'configuration', words: 'the Twilio account is not active' },
  20008: { kind: 'configuration', words: 'test credentials cannot send' },
  20404: { kind: 'configuration', words: 'Twilio does not know the account or its messages' },
  20429: { kind: 'throttled', words: 'Twilio asks for fewer requests' },
  20503: { kind: 'unavailable', words: 'Twilio is not available' },
  21211: { kind: 'permanent', words: 'not a valid phone number' },
  21212: { kind: 'configuration', words: 'our number is not valid' },
  21408: { kind: 'permanent', words: 'sending to this country is not enabled' },
  21606: { kind: 'configuration', words: 'our number cannot send text messages' },
  21609: { kind: 'configuration', words: 'Twilio cannot call the public URL' },
  21610: { kind: 'optedOut', words: 'the customer has opted out (STOP)' },
  21611: { kind: 'throttled', words: 'too many messages are waiting for our number' },
  21612: { kind: 'permanent', words: 'not reachable from our number' },
  21614: { kind: 'permanent', words: 'not a number that takes text messages' },
  21617: { kind: 'permanent', words: 'the text is too long' },
  21620: { kind: 'permanent', words: 'the link to a file was not accepted' },
  21658: { kind: 'permanent', words: 'the text is too long' },
  21660: { kind: 'configuration', words: 'our number does not belong to the Twilio account' },
  21701: { kind: 'configuration', words: 'the Messaging Service does not exist' },
  21703: { kind: 'configuration', words: 'the Messaging Service has no numbers' },
  21704: { kind: 'configuration', words: 'the Messaging Service has no number that can send this' },
  30001: { kind: 'throttled', words: 'too many messages are waiting' },
  30002: { kind: 'configuration', words: 'the Twilio account is suspended' },
  30003: { kind: 'oneRetry', words: 'unreachable handset' },
  30004: { kind: 'permanent', words: 'blocked by the customer or their carrier' },
  30005: { kind: 'permanent', words: 'unknown handset' },
  30006: { kind: 'permanent', words: 'a landline, or a carrier that takes no text messages' },
  30007: { kind: 'permanent', words: 'filtered by the carrier' },
  30008: { kind: 'oneRetry', words: 'the carrier gives no reason' },
  30019: { kind: 'permanent', words: 'too large for the carrier' },
  30032: { kind: 'configuration', words: 'our toll-free number is not verified' },
  30034: { kind: 'configuration', words: 'our number is not registered with the carriers (A2P 10DLC)' },
  30036: { kind: 'permanent', words: 'it could not be delivered in time' },
  30410: { kind: 'oneRetry', words: 'the carrier did not answer in time' },
  30450: { kind: 'permanent', words: 'held back as suspected fraud' },
  60728: { kind: 'throttled', words: 'the hourly limit of the Twilio account is reached' },
  63014: { kind: 'permanent', words: 'blocked by the customer' },
  63017: { kind: 'throttled', words: 'too many messages in one second' },
  63018: { kind: 'throttled', words: 'the rate limit of our number is reached' },
  63038: { kind: 'throttled', words: 'the daily limit of the Twilio account is reached' },
};

/** Without a wish of Twilio's. Limits by the hour or the day do not pass in seconds. */
const PAUSES_MS: Readonly<Record<number, number>> = {
  20429: 2_000,
  21611: 60_000,
  60728: 600_000,
  63017: 2_000,
  63038: 3_600_000,
};
const PAUSE_MS = 10_000;

/** What a message's own error code means, told by a callback. */
export function errorOfCode(code: number | null): ProviderError {
  if (code === null) return errorOf('unknown', { kind: 'permanent', words: 'no reason was given' }, null);
  const row = TABLE[code] ?? { kind: 'permanent', words: 'it was not delivered' };
  return errorOf(code, row, null);
}

export interface Refusal {
  readonly status: number;
  readonly code: number | null;
  readonly retryAfterMs: number | null;
}

/** What an answer of the API that is no success means. */
export function errorOfAnswer({ status, code, retryAfterMs }: Refusal): ProviderError {
  const known = code === null ? undefined : TABLE[code];
  return errorOf(code ?? status, known ?? { kind: kindOfStatus(status), words: wordsOfStatus(status) }, retryAfterMs);
}

function errorOf(code: number | string, { kind, words }: Row, wishMs: number | null): ProviderError {
  const pauseMs = kind === 'throttled' ? (wishMs ?? PAUSES_MS[Number(code)] ?? PAUSE_MS) : wishMs;
  return {
    code: `twilio.${code}`,
    kind,
    human: kind === 'optedOut' || code === 'unknown' ? words : `${words} (${code})`,
    ...(pauseMs === null ? {} : { retryAfterMs: pauseMs }),
  };
}

function kindOfStatus(status: number): ErrorKind {
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403 || status === 404) return 'configuration';
  return status >= 400 && status < 500 && status !== 408 ? 'permanent' : 'unavailable';
}

function wordsOfStatus(status: number): string {
  if (status === 429) return 'Twilio asks for fewer requests';
  if (status === 401 || status === 403) return 'Twilio does not accept the credentials';
  if (status === 404) return 'Twilio does not know the account';
  return status < 500 ? 'Twilio refused the message' : 'Twilio is in trouble';
}
