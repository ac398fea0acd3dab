import type { WebClient } from '@slack/web-api';
import { isOneToOne } from '../events/one-to-one.ts';
import { asMessage, type SlackMessage } from '../events/slack-message.ts';
import { type PagesOptions, patiently } from './patient-pages.ts';
import { millisecondsOf, timeOf } from './slack-time.ts';
import { OVERLAP_MS, SPAN_MS } from './spans.ts';

export interface ChannelToRead {
  readonly channel: string;
  /** Epoch milliseconds. */
  readonly from: number;
}

const PAGE = 200;
/** Threads that were begun earlier are looked for on so many pages. */
const MOST_EARLIER = 3;
const JOINED: ReadonlySet<string | undefined> = new Set(['channel_join', 'group_join']);

/**
 * The history of one channel since a time, and before that the roots of threads, whose latest reply it tells. Newest
 * first, page by page: when it is broken off, it goes on where it was.
 */
export class ChannelReading {
  readonly #asked: ChannelToRead;
  readonly #threads: Map<string, number> = new Map();
  readonly #messages: SlackMessage[] = [];
  #startedAt: number | null = null;
  /** From here on everything was read. */
  #latest: string | null = null;
  #joinedAt = 0;
  #earlier = 0;
  #isDone = false;

  constructor(asked: ChannelToRead) {
    this.#asked = asked;
  }

  async read(
    { client, botUserId }: { readonly client: WebClient; readonly botUserId: string },
    options: PagesOptions,
  ): Promise<void> {
    const { channel, from } = this.#asked;
    this.#startedAt ??= options.clock.now();
    this.#latest ??= timeOf(this.#startedAt + OVERLAP_MS);
    const oldest = timeOf(from - SPAN_MS);
    while (!this.#isDone) {
      const latest: string = this.#latest;
      const range = { channel, oldest, latest, limit: PAGE };
      const page = await patiently(() => client.conversations.history(range), options);
      const messages = (page.messages ?? []).flatMap((one) => asMessage(one) ?? []);
      for (const message of messages) this.#note(message, botUserId);
      const last = messages.reduce((earliest, { ts }) => (Number(ts) < Number(earliest) ? ts : earliest), latest);
      if (millisecondsOf(last) < from) this.#earlier += 1;
      const hasMore = page.has_more === true && last !== latest;
      this.#isDone = !hasMore || this.#earlier >= MOST_EARLIER;
      this.#latest = hasMore ? last : oldest;
    }
  }

  get isBegun(): boolean {
    return this.#startedAt !== null;
  }

  /** By this machine's clock: what was said before was read. */
  get startedAt(): number {
    return this.#startedAt ?? 0;
  }

  /** Roots from this time on were seen. */
  get reach(): number {
    return millisecondsOf(this.#latest ?? '0');
  }

  /** What was said before the app came was said to nobody. */
  get from(): number {
    return Math.max(this.#asked.from, this.#joinedAt);
  }

  /** What may be for an agent, outside of threads; oldest first. */
  get messages(): readonly SlackMessage[] {
    return this.#messages
      .filter(({ ts }) => millisecondsOf(ts) >= this.from)
      .sort((a, b) => Number(a.ts) - Number(b.ts));
  }

  /** Threads in which something was said since, with the time of it. */
  get threads(): readonly { readonly thread: string; readonly saidAt: number }[] {
    return [...this.#threads].map(([thread, saidAt]) => ({ thread, saidAt }));
  }

  #note(message: SlackMessage, botUserId: string): void {
    const { ts, thread_ts: thread = ts, latest_reply: latestReply, subtype, user, text } = message;
    if (JOINED.has(subtype) && user === botUserId) this.#joinedAt = Math.max(this.#joinedAt, millisecondsOf(ts));
    // A reply that was sent to the channel, too, is read with its thread.
    const saidAt = millisecondsOf(thread === ts ? (latestReply ?? '0') : ts);
    if (saidAt >= this.#asked.from) this.#threads.set(thread, Math.max(saidAt, this.#threads.get(thread) ?? 0));
    const mayConcern = isOneToOne(this.#asked.channel) || text?.includes(`<@${botUserId}`) === true;
    if (thread === ts && mayConcern && millisecondsOf(ts) >= this.#asked.from) this.#messages.push(message);
  }
}
