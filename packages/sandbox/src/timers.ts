import type { Clock, TimerHandle } from './clock.ts';

/** Every timer of one sandbox, so that closing it leaves none behind. */
export class Timers {
  readonly #clock: Clock;
  readonly #pending: Set<TimerHandle> = new Set();
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs `run` after `delayMs`, or at once when that is 0. Returns what calls it off. After `close` nothing runs. */
  after(delayMs: number, run: () => void): () => void {
    if (this.#closed) return () => {};
    if (delayMs <= 0) {
      run();
      return () => {};
    }
    const handle = this.#clock.setTimeout(() => {
      this.#pending.delete(handle);
      run();
    }, delayMs);
    this.#pending.add(handle);
    return () => {
      if (this.#pending.delete(handle)) this.#clock.clearTimeout(handle);
    };
  }

  close(): void {
    this.#closed = true;
    for (const handle of this.#pending) this.#clock.clearTimeout(handle);
    this.#pending.clear();
  }
}
