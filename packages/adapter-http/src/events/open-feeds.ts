import { NotAcceptingError } from '@trunkline/core';
import { EventFeed, type FeedOptions } from './event-feed.ts';

/** The feeds that somebody reads, so that all of them end when the channel stops. */
export class OpenFeeds {
  readonly #feeds = new Set<EventFeed>();
  #closed = false;

  /** Opens a feed that ends with `signal` or with the channel. Throws NotAcceptingError after `close`. */
  open(options: FeedOptions, signal: AbortSignal): EventFeed {
    if (this.#closed) throw new NotAcceptingError('The channel is stopping.');
    const feed = new EventFeed(options);
    const close = () => feed.close();
    this.#feeds.add(feed);
    feed.onClose(() => {
      this.#feeds.delete(feed);
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
}
