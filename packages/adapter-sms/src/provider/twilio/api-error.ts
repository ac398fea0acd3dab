import type { ProviderError } from '../provider.ts';
import { errorOfAnswer } from './error-table.ts';

export interface ApiAnswer {
  readonly status: number;
  /** Twilio's own; null: the answer is none of the API's. */
  readonly code: number | null;
  readonly retryAfterMs: number | null;
}

/** The API answered, and not with a success. */
export class ApiError extends Error {
  readonly answer: ApiAnswer;

  constructor(answer: ApiAnswer) {
    super(`Twilio answered ${answer.status}${answer.code === null ? '' : ` (${answer.code})`}`);
    this.answer = answer;
  }
}

export interface Verdict {
  /** Whether what was asked for was certainly not done. */
  readonly certain: boolean;
  readonly error: ProviderError;
}

/** What an exchange that went wrong means. */
export function verdictOf(error: unknown, aborted: boolean): Verdict {
  if (error instanceof ApiError) {
    const { status, code } = error.answer;
    // A 503 in Twilio's own words was not begun; one without may come from anything in between.
    const certain = (status < 500 && status !== 408) || (status === 503 && code !== null);
    return { certain, error: errorOfAnswer(error.answer) };
  }
  if (aborted) return { certain: false, error: trouble('timeout', 'Twilio did not answer in time') };
  if (isBeforeTheWrite(error)) return { certain: true, error: trouble('unreachable', 'Twilio could not be reached') };
  return { certain: false, error: trouble('broken-off', 'the connection to Twilio broke') };
}

function trouble(what: string, human: string): ProviderError {
  return { code: `twilio.${what}`, kind: 'unavailable', human };
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
