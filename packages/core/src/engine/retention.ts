import type { Clock, Logger, TimerHandle } from '../contracts/runtime.ts';
import type { Store } from '../contracts/store.ts';
import { StoreUnavailableError } from '../domain/errors.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { Channel } from './channel.ts';
import type { Registry } from './registry.ts';

export interface RetentionOptions {
  readonly store: Store;
  readonly registry: Registry;
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Not while a start has enough to do. */
const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;
/** So few rows that nobody notices. */
const ROWS_AT_ONCE = 200;
const PAUSE_MS = 25;

/** Removes what has been over for longer than a channel keeps it, a little at a time. */
export class Retention {
  readonly #options: RetentionOptions;
  #timer: TimerHandle | null = null;
  #wake: (() => void) | null = null;
  #stopped = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#options.channels.some(({ retainMs }) => retainMs !== null)) this.#wait(FIRST_MS);
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#wake?.();
  }

  #wait(delayMs: number): void {
    this.#timer = this.#options.clock.setTimeout(() => void this.#run(), delayMs);
  }

  async #run(): Promise<void> {
    const { channels, logger } = this.#options;
    for (const channel of channels) {
      try {
        await this.#sweep(channel);
      } catch (error) {
        const known = error instanceof StoreUnavailableError;
        logger[known ? 'warn' : 'error'](
          { event: 'retention.failed', channel: channel.name, error },
          'what a channel need not keep any more could not be removed; it is tried again',
        );
      }
      if (this.#stopped) return;
    }
    this.#wait(EVERY_MS);
  }

  async #sweep(channel: Channel): Promise<void> {
    const { store, clock, logger } = this.#options;
    const { retainMs } = channel;
    if (retainMs === null) return;
    const endedBefore = clock.now() - retainMs;
    let conversations = 0;
    let after: string | null = null;
    do {
      const swept = await store.sweep({ channel: channel.name, endedBefore, after, limit: ROWS_AT_ONCE });
      conversations += swept.conversations;
      after = swept.next;
      for (const customer of swept.bare) await this.#forget(channel, customer);
      if (after !== null) await this.#pause();
    } while (after !== null && !this.#stopped);
    if (conversations > 0)
      logger.info(
        { event: 'retention.removed', channel: channel.name, conversations },
        'conversations were removed that had been over for long enough',
      );
  }

  /** Whoever has come back meanwhile stays. */
  async #forget(channel: Channel, id: CustomerId): Promise<void> {
    const { store, registry } = this.#options;
    const record = await store.loadById(id);
    if (record === null || channel.draining) return;
    await registry.run(channel, record.customer.address, {
      run: async (turn, loop) => {
        const told = await store.timeline(id, { after: 0, limit: 1 });
        if (loop.customer.id === id && told.length === 0) await turn.step({ type: 'forgetRequested', by: 'retention' });
      },
    });
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#timer = this.#options.clock.setTimeout(resolve, PAUSE_MS);
    });
  }
}
