import type { Clock, Logger, TimerHandle } from '../contracts/runtime.ts';
import type { Store } from '../contracts/store.ts';

export interface LifelineOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How exactly is known, after a crash, for how long nobody was there. */
const BEAT_MS = 10_000;

/** Leaves signs of life in the store, so that the next process knows since when the customers were alone. */
export class Lifeline {
  readonly #options: LifelineOptions;
  #before: number | null = null;
  #timer: TimerHandle | null = null;
  #stopped = false;

  constructor(options: LifelineOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#before = (await this.#options.store.aliveAt()) ?? 0;
    await this.#beat();
  }

  /** Who is taken up from now on was looked after by this process. */
  tookUp(): void {
    this.#before = null;
  }

  /** When somebody last looked after a customer that is taken up now; epoch milliseconds. */
  aliveAt(): number {
    return this.#before ?? this.#options.clock.now();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    void this.#note();
  }

  async #beat(): Promise<void> {
    await this.#note();
    if (this.#stopped) return;
    this.#timer = this.#options.clock.setTimeout(() => void this.#beat(), BEAT_MS);
  }

  async #note(): Promise<void> {
    try {
      await this.#options.store.beat(this.#options.clock.now());
    } catch {
      this.#options.logger.debug({ event: 'lifeline.missed' }, 'a sign of life could not be written');
    }
  }
}
