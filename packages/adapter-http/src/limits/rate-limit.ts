import type { Clock } from '@trunkline/core';
import type { Rate } from '../options.ts';

interface Bucket {
  readonly level: number;
  readonly at: number;
}

/** More are not remembered, whatever happens: the one that was asked least recently starts anew. */
export const MAX_BUCKETS = 50_000;

/** One token bucket for each id. A bucket that is full again is as good as one that never was, and is forgotten. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** Least recently used first. */
  readonly #buckets = new Map<string | number, Bucket>();

  constructor(rate: Rate, clock: Pick<Clock, 'monotonic'>) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes one; 0: it was there. Otherwise nothing was taken, and the next one is there after that many milliseconds. */
  take(id: string | number): number {
    const now = this.#clock.monotonic();
    const level = this.#levelOf(this.#buckets.get(id), now);
    this.#buckets.delete(id);
    this.#forget(now);
    this.#buckets.set(id, { level: level < 1 ? level : level - 1, at: now });
    return level < 1 ? Math.max(1, Math.ceil(((1 - level) / this.#rate.perSecond) * 1000)) : 0;
  }

  #levelOf(bucket: Bucket | undefined, now: number): number {
    const { burst, perSecond } = this.#rate;
    if (bucket === undefined) return burst;
    return Math.min(burst, bucket.level + ((now - bucket.at) / 1000) * perSecond);
  }

  #forget(now: number): void {
    for (const [id, bucket] of this.#buckets) {
      if (this.#buckets.size < MAX_BUCKETS && this.#levelOf(bucket, now) < this.#rate.burst) return;
      this.#buckets.delete(id);
    }
  }
}
