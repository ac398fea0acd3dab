import type { MissedEnding } from '../contracts/abilities.ts';
import type { InboundMessage } from '../contracts/channel-adapter.ts';
import type { Clock, Logger, TimerHandle } from '../contracts/runtime.ts';
import type { Store } from '../contracts/store.ts';
import { InboundConflictError } from '../domain/errors.ts';
import type { Address } from '../domain/ids.ts';
import type { Channel } from './channel.ts';

export interface MissedMessagesOptions {
  readonly channel: Channel;
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly receive: (message: InboundMessage) => Promise<unknown>;
  readonly receiveEnd: (missed: MissedEnding) => Promise<unknown>;
  readonly open: () => readonly Address[];
}

const SCOPE = 'received-until';
const EVERY_MS = 5 * 60_000;
/** After a look that failed. */
const AGAIN_MS = 30_000;
/** Looks reach back a little further: clocks differ, and a medium may list late what it took early. */
const OVERLAP_MS = 5 * 60_000;
/** What comes in live waits this long at most for the first look after a start, which brings what is older. */
const FIRST_LOOK_MS = 2_000;
/** A look that takes longer is given up. */
const LOOK_MS = 5 * 60_000;

/**
 * Asks an adapter what came in while nobody was listening: after every start, every few minutes and when the adapter
 * asks for it. Until when a channel has listened is kept in the store, so that the next process knows where to begin.
 */
export class MissedMessages {
  readonly #options: MissedMessagesOptions;
  readonly #able: boolean;
  readonly #firstLook: Promise<void>;
  #firstLooked: () => void = () => {};
  #timer: TimerHandle | null = null;
  /** Of whoever came first. */
  #patience: TimerHandle | null = null;
  #looking: AbortController | null = null;
  #again = false;
  #started = false;
  #stopped = false;

  constructor(options: MissedMessagesOptions) {
    this.#options = options;
    this.#able = options.channel.adapter.findReceived !== undefined;
    this.#firstLook = this.#able
      ? new Promise((resolve) => {
          this.#firstLooked = resolve;
        })
      : Promise.resolve();
  }

  /** The adapter has started, and every unfinished customer was taken up. */
  start(): void {
    if (!this.#able || this.#started || this.#stopped) return;
    this.#started = true;
    void this.#look();
  }

  /** Resolves when what is older has been taken in, or does not come. */
  async looked(): Promise<void> {
    if (!this.#able) return;
    this.#patience ??= this.#options.clock.setTimeout(this.#firstLooked, FIRST_LOOK_MS);
    await this.#firstLook;
  }

  /** Looks soon; once more if a look is under way. */
  lookSoon(): void {
    if (!this.#started || this.#stopped) return;
    if (this.#looking === null) void this.#look();
    else this.#again = true;
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#patience?.cancel();
    this.#looking?.abort();
    this.#firstLooked();
  }

  async #look(): Promise<void> {
    const { channel, clock, logger } = this.#options;
    this.#timer?.cancel();
    const abort = new AbortController();
    const deadline = clock.setTimeout(() => abort.abort(), LOOK_MS);
    this.#looking = abort;
    let nextMs = channel.adapter.capabilities.findReceivedEveryMs ?? EVERY_MS;
    try {
      await this.#takeIn(abort.signal);
    } catch (error) {
      nextMs = Math.min(nextMs, AGAIN_MS);
      if (!this.#stopped)
        logger.warn(
          { event: 'missed.failed', channel: channel.name, againInMs: nextMs, error },
          'what came in meanwhile could not be read; it is asked for again',
        );
    } finally {
      deadline.cancel();
      this.#looking = null;
      this.#firstLooked();
    }
    if (this.#stopped) return;
    this.#timer = clock.setTimeout(() => void this.#look(), this.#again ? 0 : nextMs);
    this.#again = false;
  }

  async #takeIn(signal: AbortSignal): Promise<void> {
    const { channel, store, clock, receive, receiveEnd, open } = this.#options;
    const began = clock.now();
    const kept = await store.entry(SCOPE, channel.name);
    // Nobody has listened before: what was said then was said to nobody.
    const until = typeof kept === 'number' ? kept : began;
    const missed = { since: Math.min(until, began) - OVERLAP_MS, open: open() };
    if (typeof kept === 'number')
      for await (const found of channel.adapter.findReceived?.(missed, signal) ?? []) {
        signal.throwIfAborted();
        await ('ending' in found ? receiveEnd(found) : receive(found)).catch((error: unknown) => {
          // It was received, and is shown in another way now.
          if (!(error instanceof InboundConflictError)) throw error;
        });
      }
    signal.throwIfAborted();
    await store.putEntries(SCOPE, { [channel.name]: began });
  }
}
