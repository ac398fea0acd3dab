import type { Clock } from '../src/clock.ts';

interface Waiting {
  readonly dueAt: number;
  readonly run: () => void;
}

/** Time that stands still until it is told to go on. */
export class ManualClock implements Clock {
  #now = Date.parse('2026-01-01T00:00:00Z');
  readonly #waiting: Map<number, Waiting> = new Map();
  #handle = 0;

  get pending(): number {
    return this.#waiting.size;
  }

  now(): number {
    return this.#now;
  }

  setTimeout(run: () => void, delayMs: number): number {
    this.#handle += 1;
    this.#waiting.set(this.#handle, { dueAt: this.#now + delayMs, run });
    return this.#handle;
  }

  clearTimeout(handle: unknown): void {
    this.#waiting.delete(handle as number);
  }

  /** Runs what falls due on the way, in order of being due. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      const [handle, { dueAt, run }] = next;
      this.#waiting.delete(handle);
      this.#now = dueAt;
      run();
    }
    this.#now = end;
  }

  #next(end: number): [number, Waiting] | undefined {
    const due = [...this.#waiting].filter(([, { dueAt }]) => dueAt <= end);
    return due.sort(([, a], [, b]) => a.dueAt - b.dueAt)[0];
  }
}
