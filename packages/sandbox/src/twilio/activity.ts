import type { Timers } from '../timers.ts';

/** What is under way, apart from what waits on the clock: so that a test can wait until everything has happened. */
export class Activity {
  #running = 0;
  #waiting: (() => void)[] = [];

  /** Runs `work` and counts it meanwhile. Its failure is its caller's. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  /** Counts from now on, until the returned function is called; more than once is once. */
  begin(): () => void {
    this.#running += 1;
    let over = false;
    return () => {
      if (!over) this.#leave();
      over = true;
    };
  }

  /** To be called by work that is counted: waits, uncounted. Never resolves when the timers are closed first. */
  async pause(timers: Timers, delayMs: number): Promise<void> {
    if (delayMs <= 0) return;
    this.#leave();
    await new Promise<void>((resolve) =>
      timers.after(delayMs, () => {
        this.#running += 1;
        resolve();
      }),
    );
  }

  /** Resolves when nothing is under way; at once if that is so now. */
  async quiet(): Promise<void> {
    while (this.#running > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    this.#running -= 1;
    if (this.#running > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
