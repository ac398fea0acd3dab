import type { Timers } from './timers.ts';

/** One thing that happens unless it is called off; setting it again replaces it. */
export class Deadline {
  readonly #timers: Timers;
  #cancel: (() => void) | undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  set(delayMs: number, run: () => void): void {
    this.clear();
    this.#cancel = this.#timers.after(delayMs, run);
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
