/** What one answer says about when to come again. */
export interface RetryHeaders {
  readonly 'retry-after'?: string | string[] | undefined;
  readonly 'inin-ratelimit-reset'?: string | string[] | undefined;
}

/** Whoever is asked to wait longer than a day asks again after one. */
const LONGEST_MS = 24 * 60 * 60_000;

/** The wait an answer asks for, in milliseconds: seconds or an HTTP date, else the reset of the rate limit's window. */
export function retryAfterMs(headers: RetryHeaders, now: number): number | null {
  const wish = first(headers['retry-after']);
  return seconds(wish) ?? untilDate(wish, now) ?? seconds(first(headers['inin-ratelimit-reset']));
}

/** A header that should come once. */
export function first(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
}

/** Milliseconds; null for what is no number of seconds. */
export function seconds(text: string): number | null {
  return /^\d+(\.\d+)?$/.test(text) ? Math.min(Math.ceil(Number(text) * 1_000), LONGEST_MS) : null;
}

function untilDate(text: string, now: number): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now), LONGEST_MS);
}
