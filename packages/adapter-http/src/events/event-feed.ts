import type { AdapterContext, Address, TimelineEntry, TimelineListener } from '@trunkline/core';
import { MAX_HELD_BYTES, ReadingSize, sizeOf } from './reading-size.ts';

export type AgentTyping = Parameters<TimelineListener['typing']>[0];

export type FeedItem =
  | { readonly kind: 'entry'; readonly entry: TimelineEntry }
  | { readonly kind: 'typing'; readonly typing: AgentTyping }
  /** Nothing happened for a while. */
  | { readonly kind: 'idle' };

/** How long nothing may happen before `idle`. */
export const IDLE_MS = 15_000;
/** What is kept for a slow reader, unless it is too large; beyond it the timeline is read again. */
export const MAX_BUFFERED = 64;
/** A reader that takes nothing for so long while the buffer runs over is not there any more. */
export const STALLED_MS = 60_000;
const PAGE_SIZE = 50;

export interface FeedOptions {
  readonly context: Pick<AdapterContext, 'clock' | 'subscribe' | 'timeline'>;
  readonly address: Address;
  /** The last number the reader has; null: from now on. */
  readonly after: number | null;
}

/**
 * One reader's view of one timeline: what is stored after a number, then what happens, without gap or duplicate.
 * Subscribed before anything is read, so whatever the reading misses is in the buffer; the numbers sort it out.
 */
export class EventFeed {
  readonly #context: FeedOptions['context'];
  readonly #address: Address;
  #cursor: number | null;
  /** There may be entries in the timeline that are neither told nor in the buffer. */
  #behind: boolean;
  /** Nothing has happened since the timeline was last read. */
  #current = false;
  #buffer: TimelineEntry[] = [];
  #bufferedBytes = 0;
  readonly #size = new ReadingSize(PAGE_SIZE);
  #typing: AgentTyping | null = null;
  #wake: () => void = () => {};
  /** Since when the reader has not come for more; null: it waits for more. */
  #heldSince: number | null = null;
  #closed = false;
  #unsubscribe: () => void = () => {};
  readonly #closing: (() => void)[] = [];

  constructor({ context, address, after }: FeedOptions) {
    this.#context = context;
    this.#address = address;
    this.#cursor = after;
    this.#behind = after !== null;
  }

  /** Called once, before `items`. */
  open(): void {
    this.#unsubscribe = this.#context.subscribe(this.#address, {
      entry: (entry) => this.#add(entry),
      typing: (typing) => {
        this.#typing = typing;
        this.#wake();
      },
    });
  }

  /** At once if it is closed already. */
  onClose(callback: () => void): void {
    if (this.#closed) callback();
    else this.#closing.push(callback);
  }

  /** Ends `items`. May be called at any time, and more than once. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unsubscribe();
    this.#drop();
    this.#wake();
    for (const callback of this.#closing) callback();
  }

  /** Read at the reader's own pace. Rejects if the timeline cannot be read. */
  async *items(): AsyncGenerator<FeedItem, void, undefined> {
    try {
      while (!this.#closed) {
        if (this.#behind) {
          for (const entry of await this.#readPage()) {
            if (!this.#isNext(entry)) continue;
            this.#heldSince = this.#context.clock.monotonic();
            yield { kind: 'entry', entry };
            this.#heldSince = null;
          }
          continue;
        }
        const item = this.#take() ?? (await this.#idle());
        if (item === null) continue;
        this.#heldSince = this.#context.clock.monotonic();
        yield item;
        this.#heldSince = null;
      }
    } finally {
      this.close();
    }
  }

  #add(entry: TimelineEntry): void {
    this.#current = false;
    // It came before this entry; told after it, it would announce another one.
    this.#typing = null;
    this.#buffer.push(entry);
    this.#bufferedBytes += sizeOf(entry);
    if (this.#buffer.length > MAX_BUFFERED || this.#bufferedBytes > MAX_HELD_BYTES) {
      if (this.#heldSince !== null && this.#context.clock.monotonic() - this.#heldSince > STALLED_MS) {
        this.close();
        return;
      }
      this.#cursor ??= (this.#buffer[0]?.number ?? entry.number) - 1;
      this.#drop();
      this.#behind = true;
    }
    this.#wake();
  }

  #drop(): void {
    this.#buffer = [];
    this.#bufferedBytes = 0;
  }

  async #readPage(): Promise<readonly TimelineEntry[]> {
    // Both may change again while the page is being read.
    this.#behind = false;
    this.#current = true;
    const page = await this.#context.timeline(this.#address, { after: this.#cursor ?? 0, limit: this.#size.limit });
    const entries = page?.entries ?? [];
    if (entries.length > 0) this.#behind = true;
    return this.#size.hold(entries);
  }

  /** The next item that is at hand; null: none, or the timeline has to be read first. */
  #take(): FeedItem | null {
    for (let entry = this.#buffer[0]; entry !== undefined; entry = this.#buffer[0]) {
      if (this.#cursor !== null && entry.number > this.#cursor + 1 && !this.#current) {
        this.#behind = true;
        return null;
      }
      this.#buffer.shift();
      this.#bufferedBytes -= sizeOf(entry);
      if (this.#isNext(entry)) return { kind: 'entry', entry };
    }
    const typing = this.#typing;
    this.#typing = null;
    return typing === null ? null : { kind: 'typing', typing };
  }

  #isNext(entry: TimelineEntry): boolean {
    if (this.#closed || (this.#cursor !== null && entry.number <= this.#cursor)) return false;
    this.#cursor = entry.number;
    return true;
  }

  async #idle(): Promise<FeedItem | null> {
    if (this.#behind || this.#closed) return null;
    return new Promise((resolve) => {
      const timer = this.#context.clock.setTimeout(() => resolve({ kind: 'idle' }), IDLE_MS);
      this.#wake = () => {
        timer.cancel();
        resolve(null);
      };
    });
  }
}
