import { FakeAdapterContext, settle } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { ann, said } from '../../test/samples.ts';
import { EventFeed, type FeedItem, IDLE_MS, MAX_BUFFERED, STALLED_MS } from './event-feed.ts';

function open(context: FakeAdapterContext, after: number | null) {
  const feed = new EventFeed({ context, address: ann, after });
  feed.open();
  const items = feed.items();
  const next = async (): Promise<string> => shown((await items.next()).value ?? null);
  const take = async (count: number): Promise<readonly string[]> => {
    const taken: string[] = [];
    while (taken.length < count) taken.push(await next());
    return taken;
  };
  return { feed, next, take };
}

function shown(item: FeedItem | null): string {
  if (item === null) return 'end';
  if (item.kind === 'entry') return String(item.entry.number);
  return item.kind === 'typing' ? `typing ${item.typing.agentName}` : item.kind;
}

const LARGE = 'x'.repeat(100_000);

/** How many entries were asked for at a time. */
function watchReadings(context: FakeAdapterContext): readonly number[] {
  const limits: number[] = [];
  const timeline = context.timeline.bind(context);
  context.timeline = (address, range) => {
    limits.push(range.limit);
    return timeline(address, range);
  };
  return limits;
}

function append(context: FakeAdapterContext, count: number): void {
  for (let number = 0; number < count; number += 1) context.append(ann, said(String(number)));
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

it('starts now when no number is given', async () => {
  const context = new FakeAdapterContext();
  append(context, 3);
  const { take } = open(context, null);
  append(context, 2);
  expect(await take(2)).toEqual(['4', '5']);
});

it('replays what is stored, over several pages, and goes on with what happens', async () => {
  const context = new FakeAdapterContext();
  append(context, 120);
  const { take, next } = open(context, 2);
  expect(await take(118)).toEqual(numbers(3, 120));
  const live = next();
  await settle();
  append(context, 1);
  expect(await live).toBe('121');
});

it('shows once, and in order, what happens while the timeline is being read', async () => {
  const context = new FakeAdapterContext();
  append(context, 3);
  const timeline = context.timeline.bind(context);
  let reads = 0;
  context.timeline = async (address, range) => {
    const page = await timeline(address, range);
    reads += 1;
    if (reads <= 3) append(context, 2);
    return page;
  };
  const { take, feed } = open(context, 0);
  expect(await take(9)).toEqual(numbers(1, 9));
  feed.close();
});

it('waits for the first entry of a customer who was never seen', async () => {
  const context = new FakeAdapterContext();
  const { next } = open(context, 0);
  const first = next();
  await settle();
  append(context, 1);
  expect(await first).toBe('1');
});

it.each([
  { after: null, count: 65 },
  { after: null, count: 500 },
  { after: 10, count: 65 },
  { after: 10, count: 500 },
])('drops back to the timeline when its reader is slow: $count entries after $after', async ({ after, count }) => {
  const context = new FakeAdapterContext();
  append(context, 10);
  const { take, next } = open(context, after);
  append(context, count);
  expect(await take(count)).toEqual(numbers(11, 10 + count));
  const live = next();
  await settle();
  append(context, 1);
  expect(await live).toBe(String(11 + count));
});

it('reads few at a time where they are large, and drops none of them', async () => {
  const context = new FakeAdapterContext();
  for (let number = 1; number <= 60; number += 1) context.append(ann, said(`${number}${LARGE}`));
  append(context, 140);
  const limits = watchReadings(context);
  const { take } = open(context, 0);
  expect(await take(200)).toEqual(numbers(1, 200));
  expect(Math.min(...limits)).toBeLessThan(8);
  expect(limits.at(-1)).toBe(50);
});

it('keeps no more than a megabyte for a slow reader, however few that are', async () => {
  const context = new FakeAdapterContext();
  const limits = watchReadings(context);
  const { take } = open(context, null);
  for (let number = 1; number <= 3; number += 1) context.append(ann, said(`${number}${LARGE}`));
  expect(await take(1)).toEqual(['1']);
  expect(limits).toEqual([]);
  for (let number = 4; number <= 20; number += 1) context.append(ann, said(`${number}${LARGE}`));
  expect(await take(19)).toEqual(numbers(2, 20));
  expect(limits.length).toBeGreaterThan(2);
});

it('lets go of what it holds in the course of time, so that large entries do not add up', async () => {
  const context = new FakeAdapterContext();
  const limits = watchReadings(context);
  const { take } = open(context, null);
  for (let number = 1; number <= 30; number += 1) {
    context.append(ann, said(`${number}${LARGE}`));
    expect(await take(1)).toEqual([String(number)]);
  }
  expect(limits).toEqual([]);
});

it('says at once that it is closed to whoever asks too late', () => {
  const context = new FakeAdapterContext();
  const { feed } = open(context, null);
  feed.close();
  let told = 0;
  feed.onClose(() => {
    told += 1;
  });
  feed.close();
  expect(told).toBe(1);
});

it('overflows in the middle of a replay without a gap', async () => {
  const context = new FakeAdapterContext();
  append(context, 60);
  const { take } = open(context, 0);
  expect(await take(10)).toEqual(numbers(1, 10));
  append(context, 200);
  expect(await take(250)).toEqual(numbers(11, 260));
});

it('reads the timeline when the numbers it hears of have a hole', async () => {
  const context = new FakeAdapterContext();
  const subscribe = context.subscribe.bind(context);
  context.subscribe = (address, listener) =>
    subscribe(address, {
      typing: (typing) => listener.typing(typing),
      entry: (entry) => {
        if (entry.number !== 2 && entry.number !== 3) listener.entry(entry);
      },
    });
  const { take } = open(context, null);
  append(context, 5);
  expect(await take(5)).toEqual(numbers(1, 5));
});

it('goes on when the timeline does not know what it hears of', async () => {
  const context = new FakeAdapterContext();
  context.timeline = async (_address, { after }) => ({ entries: [], next: after });
  const subscribe = context.subscribe.bind(context);
  context.subscribe = (address, listener) =>
    subscribe(address, {
      typing: (typing) => listener.typing(typing),
      entry: (entry) => {
        if (entry.number === 1 || entry.number > 4) listener.entry(entry);
      },
    });
  const { take } = open(context, null);
  append(context, 6);
  expect(await take(3)).toEqual(['1', '5', '6']);
});

it('tells of typing after what came before it, latest only, and never replays it', async () => {
  const context = new FakeAdapterContext();
  const { take, next } = open(context, 0);
  append(context, 1);
  context.agentTyping(ann, 'Ada');
  context.agentTyping(ann, 'Bob');
  expect(await take(2)).toEqual(['1', 'typing Bob']);
  context.agentTyping(ann, 'Ada');
  append(context, 2);
  expect(await take(2)).toEqual(['2', '3']);
  const nothingMore = next();
  await settle();
  append(context, 1);
  expect(await nothingMore).toBe('4');
});

it('says so each time nothing has happened for fifteen seconds', async () => {
  const context = new FakeAdapterContext();
  const { next } = open(context, null);
  for (const _time of [1, 2]) {
    const idle = next();
    await context.clock.advance(IDLE_MS - 1);
    expect(context.clock.armed).toBe(1);
    await context.clock.advance(1);
    expect(await idle).toBe('idle');
  }
});

it('ends when it is closed, also while waiting, and leaves nothing behind', async () => {
  const context = new FakeAdapterContext();
  const { feed, next } = open(context, null);
  const waiting = next();
  await settle();
  feed.close();
  expect(await waiting).toBe('end');
  expect([context.subscriptions, context.clock.armed]).toEqual([0, 0]);
});

it('ends when its reader takes nothing for a minute while more and more comes', async () => {
  const context = new FakeAdapterContext();
  const { take, next } = open(context, null);
  append(context, 1);
  expect(await take(1)).toEqual(['1']);
  append(context, MAX_BUFFERED);
  await context.clock.advance(STALLED_MS + 1);
  expect(context.subscriptions).toBe(1);
  append(context, 1);
  expect([context.subscriptions, context.clock.armed]).toEqual([0, 0]);
  expect(await next()).toBe('end');
});

it('does not mistake a reader that waits for one that is gone', async () => {
  const context = new FakeAdapterContext();
  const { next, take } = open(context, null);
  const waiting = next();
  await context.clock.advance(IDLE_MS - 1);
  append(context, 1);
  expect(await waiting).toBe('1');
  const idle = next();
  await context.clock.advance(IDLE_MS);
  expect(await idle).toBe('idle');
  const later = next();
  await settle();
  append(context, MAX_BUFFERED * 3);
  expect(await later).toBe('2');
  expect(await take(MAX_BUFFERED * 3 - 1)).toEqual(numbers(3, MAX_BUFFERED * 3 + 1));
});
