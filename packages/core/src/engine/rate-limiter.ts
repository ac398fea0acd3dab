import type { Rate } from '../contracts/abilities.ts';
import type { Clock } from '../contracts/runtime.ts';

/** A limiter that nobody has used for so many keys ago is as good as new. */
const MOST_KEYS = 10_000;
/** Whatever the other side asks for: after that it is asked again. */
const LONGEST_PAUSE_MS = 15 * 60_000;

/**
 * Gives out turns in the order in which they are asked for, by key. Each key has the time at which its budget will be
 * whole again (GCRA); a turn moves it on, a pause moves it further.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #wholeAt = new Map<string, number>();
  readonly #notBefore = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the next turn; milliseconds until it comes. */
  take({ key, perSecond, burst }: Rate): number {
    const now = this.#clock.monotonic();
    const intervalMs = 1_000 / perSecond;
    const from = Math.max(this.#wholeAt.get(key) ?? now, now);
    const at = Math.max(from - intervalMs * (burst - 1), now, this.#notBefore.get(key) ?? now);
    this.#wholeAt.set(key, Math.max(from, at) + intervalMs);
    this.#tidy(now);
    return Math.max(0, at - now);
  }

  isPaused({ key }: Pick<Rate, 'key'>): boolean {
    return (this.#notBefore.get(key) ?? 0) > this.#clock.monotonic();
  }

  /** Nobody's turn comes before this has passed; turns that were given out already are not taken back. */
  pause({ key }: Pick<Rate, 'key'>, forMs: number): void {
    const until = this.#clock.monotonic() + Math.min(forMs, LONGEST_PAUSE_MS);
    this.#notBefore.set(key, Math.max(this.#notBefore.get(key) ?? until, until));
    this.#wholeAt.set(key, Math.max(this.#wholeAt.get(key) ?? until, until));
  }

  /** Forgets keys whose budget is whole. */
  #tidy(now: number): void {
    if (this.#wholeAt.size <= MOST_KEYS) return;
    for (const [key, at] of this.#wholeAt) if (at <= now) this.#wholeAt.delete(key);
    for (const [key, at] of this.#notBefore) if (at <= now) this.#notBefore.delete(key);
  }
}
