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
  #lasted = false;

  constructor(options: LifelineOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#before = (await this.#options.store.aliveAt()) ?? 0;
    this.#wait();
  }

  /** A session was attached to: from now on the customers are not alone. */
  attached(): void {
    if (this.#lasted) return;
    this.#lasted = true;
    void this.#note();
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
    if (this.#lasted) void this.#note();
  }

  /** Not at once: a process that dies again and again was never there. */
  #wait(): void {
    this.#timer = this.#options.clock.setTimeout(() => void this.#beat(), BEAT_MS);
  }

  async #beat(): Promise<void> {
    this.#lasted = true;
    await this.#note();
    if (!this.#stopped) this.#wait();
  }

  async #note(): Promise<void> {
    try {
      await this.#options.store.beat(this.#options.clock.now());
    } catch {
      this.#options.logger.debug({ event: 'lifeline.missed' }, 'a sign of life could not be written');
    }
  }
}
