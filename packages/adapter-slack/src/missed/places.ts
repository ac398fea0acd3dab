import type { Clock } from '@trunkline/core';
import type { ThreadPlace } from '../address.ts';
import { isOneToOne } from '../events/one-to-one.ts';
import { RecentMap } from '../people/recent-map.ts';
import { ChannelReading } from './channel-reading.ts';
import type { PagesOptions } from './patient-pages.ts';
import type { Reader, Reading, Readings } from './reading.ts';
import { repliesSince } from './replies-since.ts';
import { millisecondsOf } from './slack-time.ts';
import { OVERLAP_MS, SPAN_MS } from './spans.ts';

const REMEMBERED = { most: 10_000, forMs: SPAN_MS };
interface ThreadSince extends ThreadPlace {
  readonly thread: string;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly isOpen: boolean;
}

/** The channels and threads that a look reads, and since when each was not read. */
export class Places {
  readonly #readings: Readings;
  readonly #clock: Clock;
  /** By place: until when it was read. */
  readonly #readUntil: RecentMap<number>;
  /** By thread: when the last of it was said that was read, by Slack's clock. */
  readonly #lastRead: RecentMap<number>;
  /** By channel: since when this look has seen the root of every thread, and what was said in it last. */
  readonly #reach: Map<string, number> = new Map();
  readonly #underWay: Map<string, ChannelReading> = new Map();
  /** By channel: what was begun before this look says nothing of what was said since. */
  readonly #again: Set<string> = new Set();

  constructor(readings: Readings, clock: Clock) {
    this.#readings = readings;
    this.#clock = clock;
    this.#readUntil = new RecentMap({ ...REMEMBERED, clock });
    this.#lastRead = new RecentMap({ ...REMEMBERED, clock });
  }

  /** A look begins anew. */
  startOver(): void {
    this.#reach.clear();
  }

  /** Where a conversation is open: everything since, however long ago that is. */
  addOpen({ team, channel, thread }: ThreadPlace, since: number): void {
    if (thread === null) return this.addChannel({ team, channel }, since, true);
    const from = this.#from(keyOf({ team, channel, thread }), since);
    this.#addThread({ team, channel, thread, from, isOpen: true });
  }

  /** What was begun in a channel, or said in a direct message, and all threads in which something was said. */
  addChannel({ team, channel }: Omit<ThreadPlace, 'thread'>, since: number, isOpen = false): void {
    const key = keyOf({ team, channel, thread: null });
    if (this.#readings.has(key)) {
      if (this.#underWay.get(key)?.isBegun === true) this.#again.add(key);
      return;
    }
    const from = this.#from(key, since);
    const isDirect = isOneToOne(channel);
    const history = new ChannelReading({ channel, from: isDirect ? from : this.#bounded(from) });
    this.#underWay.set(key, history);
    this.#readings.set(key, {
      team,
      isOpen,
      read: async (reader, options) => {
        await history.read(reader, options);
        const messages = isDirect ? await withReplies(history, { channel, reader }, options) : history.messages;
        return messages.map((message) => ({ channel, message }));
      },
      done: () => {
        this.#readUntil.set(key, history.startedAt);
        this.#reach.set(key, history.reach);
        this.#underWay.delete(key);
        if (this.#again.delete(key)) this.addChannel({ team, channel }, since);
        for (const { thread, saidAt } of isDirect ? [] : history.threads)
          if (saidAt > (this.#lastRead.get(keyOf({ team, channel, thread })) ?? 0))
            this.#addThread({ team, channel, thread, from: history.from, isOpen: false });
      },
    });
  }

  /** Where a conversation was: unless the channel's history tells whether anything was said there. */
  addEnded({ team, channel, thread }: ThreadPlace, since: number): void {
    if (thread === null) return;
    const place = { team, channel, thread };
    const from = this.#bounded(this.#from(keyOf(place), since));
    const reading = this.#threadReading({ ...place, from, isOpen: false });
    const isTold = () =>
      (this.#reach.get(keyOf({ team, channel, thread: null })) ?? Infinity) <= millisecondsOf(thread);
    const name = `${keyOf(place)} ended`;
    if (!this.#readings.has(name))
      this.#readings.set(name, {
        ...reading,
        read: async (reader, options) => (isTold() ? [] : await reading.read(reader, options)),
      });
  }

  #addThread(place: ThreadSince): void {
    const key = keyOf(place);
    if (!this.#readings.has(key)) this.#readings.set(key, this.#threadReading(place));
  }

  #threadReading(place: ThreadSince): Reading {
    const { team, channel, thread, from, isOpen } = place;
    let startedAt: number | null = null;
    let lastAt = 0;
    return {
      team,
      isOpen,
      read: async ({ client }, options) => {
        startedAt = this.#clock.now();
        const messages = await repliesSince(client, { channel, thread, from }, options);
        lastAt = millisecondsOf(messages.at(-1)?.ts ?? '0');
        return messages.map((message) => ({ channel, message }));
      },
      done: () => {
        if (startedAt === null) return;
        this.#readUntil.set(keyOf(place), startedAt);
        this.#lastRead.set(keyOf(place), lastAt);
      },
    };
  }

  #from(key: string, since: number): number {
    const readUntil = this.#readUntil.get(key);
    return readUntil === undefined ? since : readUntil - OVERLAP_MS;
  }

  #bounded(from: number): number {
    return Math.max(from, this.#clock.now() - SPAN_MS);
  }
}

interface Direct {
  readonly channel: string;
  readonly reader: Reader;
}

/** All of a direct message is one conversation, so the order counts over its threads. */
async function withReplies(history: ChannelReading, { channel, reader }: Direct, options: PagesOptions) {
  const all = [...history.messages];
  for (const { thread } of history.threads)
    all.push(...(await repliesSince(reader.client, { channel, thread, from: history.from }, options)));
  const byTs = new Map(all.map((message) => [message.ts, message]));
  return [...byTs.values()].sort((a, b) => Number(a.ts) - Number(b.ts));
}

function keyOf({ team, channel, thread }: ThreadPlace): string {
  return [team, channel, ...(thread === null ? [] : [thread])].join('/');
}
