import { type Address, NotAcceptingError } from '@trunkline/core';
import { tooMany } from '../limits/request-limits.ts';
import { EventFeed, type FeedOptions } from './event-feed.ts';

export interface FeedLimits {
  readonly perCustomer: number;
  readonly total: number;
}

/** Whoever has too many streams has to close one first; this is how soon it is worth a look. */
const COME_AGAIN_MS = 5_000;

/** The feeds that somebody reads, so that all of them end when the channel stops. */
export class OpenFeeds {
  readonly #limits: FeedLimits;
  readonly #feeds = new Set<EventFeed>();
  readonly #perCustomer = new Map<Address, number>();
  #closed = false;

  constructor(limits: FeedLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#feeds.size;
  }

  /** Opens a feed that ends with `signal` or with the channel. Throws NotAcceptingError after `close`, 429 at the limit. */
  open(options: FeedOptions, signal: AbortSignal): EventFeed {
    if (this.#closed) throw new NotAcceptingError('The channel is stopping.');
    this.#checkLimits(options.address);
    const feed = new EventFeed(options);
    const close = () => feed.close();
    this.#feeds.add(feed);
    this.#count(options.address, 1);
    feed.onClose(() => {
      this.#feeds.delete(feed);
      this.#count(options.address, -1);
      signal.removeEventListener('abort', close);
    });
    feed.open();
    if (signal.aborted) feed.close();
    else signal.addEventListener('abort', close, { once: true });
    return feed;
  }

  close(): void {
    this.#closed = true;
    for (const feed of [...this.#feeds]) feed.close();
  }

  #checkLimits(customer: Address): void {
    if ((this.#perCustomer.get(customer) ?? 0) >= this.#limits.perCustomer)
      throw tooMany('This customer has too many event streams. Close those that nobody reads.', COME_AGAIN_MS);
    if (this.#feeds.size >= this.#limits.total)
      throw tooMany('This channel has too many event streams.', COME_AGAIN_MS);
  }

  #count(customer: Address, change: number): void {
    const count = (this.#perCustomer.get(customer) ?? 0) + change;
    if (count === 0) this.#perCustomer.delete(customer);
    else this.#perCustomer.set(customer, count);
  }
}
