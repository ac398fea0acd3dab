import type { Clock, TimerHandle } from '../../contracts/runtime.ts';

/** Something that should be heard of regularly. */
export interface Watched {
  /** On the monotonic clock. */
  readonly heardAt: number;
  silent(): void;
}

/** Looks after all event streams with one timer: what was not heard of for too long is told so, once. */
export class SilenceWatch {
  readonly #clock: Clock;
  readonly #silentAfterMs: number;
  readonly #watched = new Set<Watched>();
  #timer: TimerHandle | null = null;

  constructor(clock: Clock, silentAfterMs: number) {
    this.#clock = clock;
    this.#silentAfterMs = silentAfterMs;
  }

  add(watched: Watched): void {
    this.#watched.add(watched);
    if (this.#timer === null) this.#wait();
  }

  remove(watched: Watched): void {
    this.#watched.delete(watched);
    if (this.#watched.size > 0) return;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #wait(): void {
    this.#timer = this.#clock.setTimeout(() => this.#sweep(), Math.max(1, Math.floor(this.#silentAfterMs / 15)));
  }

  #sweep(): void {
    const now = this.#clock.monotonic();
    this.#timer = null;
    for (const watched of this.#watched) {
      if (now - watched.heardAt <= this.#silentAfterMs) continue;
      this.#watched.delete(watched);
      watched.silent();
    }
    if (this.#watched.size > 0 && this.#timer === null) this.#wait();
  }
}
