import { first, seconds } from './retry-after.ts';

/** Where a token stands in the present window of its rate limit. */
export interface RateReading {
  readonly count: number;
  readonly allowed: number;
  readonly resetMs: number;
}

interface RateHeaders {
  readonly 'inin-ratelimit-count'?: string | string[] | undefined;
  readonly 'inin-ratelimit-allowed'?: string | string[] | undefined;
  readonly 'inin-ratelimit-reset'?: string | string[] | undefined;
}

/** Null unless an answer tells all three. */
export function rateReading(headers: RateHeaders): RateReading | null {
  const count = whole(first(headers['inin-ratelimit-count']));
  const allowed = whole(first(headers['inin-ratelimit-allowed']));
  const resetMs = seconds(first(headers['inin-ratelimit-reset']));
  return count === null || allowed === null || allowed === 0 || resetMs === null ? null : { count, allowed, resetMs };
}

function whole(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
