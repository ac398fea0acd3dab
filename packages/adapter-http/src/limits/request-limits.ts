import type { Address, Clock } from '@trunkline/core';
import type { LimitOptions, Rate } from '../options.ts';
import { RequestProblem } from '../requests/problem.ts';
import { RateLimit } from './rate-limit.ts';

export interface AppliedLimits {
  readonly perKey: Rate;
  readonly perToken: Rate;
  readonly perCustomer: Rate;
  readonly streams: { readonly perCustomer: number; readonly total: number };
}

/** A key is a server that speaks for everybody; a token is one person's browser. */
const defaultLimits: AppliedLimits = {
  perKey: { perSecond: 2_000, burst: 10_000 },
  perToken: { perSecond: 10, burst: 60 },
  perCustomer: { perSecond: 100, burst: 5_000 },
  streams: { perCustomer: 20, total: 5_000 },
};

/** Of all requests together that say nothing true about who sends them. */
const STRANGERS: Rate = { perSecond: 100, burst: 1_000 };

/** The defaults, but for what is configured. */
export function appliedLimits({ perKey, perToken, perCustomer, streams }: LimitOptions = {}): AppliedLimits {
  return {
    perKey: perKey ?? defaultLimits.perKey,
    perToken: perToken ?? defaultLimits.perToken,
    perCustomer: perCustomer ?? defaultLimits.perCustomer,
    streams: {
      perCustomer: streams?.perCustomer ?? defaultLimits.streams.perCustomer,
      total: streams?.total ?? defaultLimits.streams.total,
    },
  };
}

/** How often who may ask. Each method counts one request and throws 429 if it is one too many. */
export class RequestLimits {
  readonly #keys: RateLimit;
  readonly #tokens: RateLimit;
  readonly #customers: RateLimit;
  readonly #strangers: RateLimit;

  constructor(limits: AppliedLimits, clock: Pick<Clock, 'monotonic'>) {
    this.#keys = new RateLimit(limits.perKey, clock);
    this.#tokens = new RateLimit(limits.perToken, clock);
    this.#customers = new RateLimit(limits.perCustomer, clock);
    this.#strangers = new RateLimit(STRANGERS, clock);
  }

  /** By its place in the list of keys. */
  ofKey(key: number): void {
    count(this.#keys.take(key), 'with this API key');
  }

  ofToken(customer: Address): void {
    count(this.#tokens.take(customer), 'with tokens of this customer');
  }

  ofCustomer(customer: Address): void {
    count(this.#customers.take(customer), 'about this customer');
  }

  /** Somebody without a key or token of ours. Nobody else waits for them. */
  ofStranger(): void {
    count(this.#strangers.take('all'), 'without a valid key or token');
  }
}

function count(waitMs: number, whose: string): void {
  if (waitMs > 0) throw tooMany(`There were too many requests ${whose}.`, waitMs);
}

/** A 429 that says when to come again. */
export function tooMany(what: string, waitMs: number): RequestProblem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const detail = `${what} Nothing was done. Repeat this one, a message with the same id, in ${seconds} s.`;
  return new RequestProblem(429, detail, { headers: { 'retry-after': String(seconds) } });
}
