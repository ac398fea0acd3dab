import { type Address, conversationId, NotAcceptingError, StoreUnavailableError } from '@trunkline/core';
import { FakeAdapterContext, settle } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { API_KEY, ann, bodyOf, get, SECRET, said } from '../../test/samples.ts';
import { HttpAdapter } from '../http-adapter.ts';
import type { HttpOptions } from '../options.ts';
import { GATHER_MS, ReadReceipts } from './read-receipts.ts';

function told({ receipts }: FakeAdapterContext): readonly unknown[] {
  return receipts.map(({ of }) => of);
}

it('tells once a second how far a customer has read, the newest number only', async () => {
  const context = new FakeAdapterContext();
  const reads = new ReadReceipts(context);
  for (const upTo of [1, 3, 2]) reads.note(ann, { after: 0, upTo });
  reads.note('bob' as Address, { after: 0, upTo: 7 });
  await context.clock.advance(GATHER_MS - 1);
  expect(context.receipts).toEqual([]);
  await context.clock.advance(1);
  expect(context.receipts).toEqual([
    { address: ann, of: { after: 0, upTo: 3 }, state: 'delivered' },
    { address: 'bob', of: { after: 0, upTo: 7 }, state: 'delivered' },
  ]);
  reads.note(ann, { after: 0, upTo: 4 });
  await reads.stop();
  expect(told(context).at(-1)).toEqual({ after: 0, upTo: 4 });
  reads.note(ann, { after: 0, upTo: 5 });
  expect([context.receipts.length, context.clock.armed]).toEqual([3, 0]);
});

it('claims nothing that lies between two readings', async () => {
  const context = new FakeAdapterContext();
  const reads = new ReadReceipts(context);
  for (const [after, upTo] of [
    [0, 2],
    [4, 5],
    [8, 9],
    [5, 6],
    [2, 3],
  ] as const)
    reads.note(ann, { after, upTo });
  await context.clock.advance(GATHER_MS);
  expect(told(context)).toEqual([
    { after: 8, upTo: 9 },
    { after: 4, upTo: 6 },
    { after: 0, upTo: 3 },
  ]);
});

it('tells it again when it was not taken, together with what was read since', async () => {
  const context = new FakeAdapterContext();
  const reads = new ReadReceipts(context);
  context.refuseWith(new StoreUnavailableError('the disk is full'));
  reads.note(ann, { after: 0, upTo: 1 });
  await context.clock.advance(GATHER_MS + 1_000);
  context.refuseWith(null);
  reads.note(ann, { after: 0, upTo: 2 });
  await context.clock.advance(5_000);
  expect(told(context)).toEqual([{ after: 0, upTo: 2 }]);
  expect(context.logs).toMatchObject([
    { level: 'warn', facts: { event: 'receipt.not-taken', code: 'store.unavailable' } },
  ]);
  context.refuseWith(new NotAcceptingError('the bridge is stopping'));
  reads.note(ann, { after: 0, upTo: 3 });
  await reads.stop();
  expect([context.receipts.length, context.clock.armed]).toEqual([1, 0]);
});

async function started(options: Partial<HttpOptions> = {}) {
  const context = new FakeAdapterContext({ channel: 'web' });
  const adapter = new HttpAdapter({ apiKeys: [API_KEY], ...options });
  await adapter.start(context);
  /** Takes so many frames of a stream, as a host does, and comes for more. */
  const watch = async (query: string, count: number): Promise<AbortController> => {
    const gone = new AbortController();
    const { body } = await adapter.handle(get(`/customers/ann/events${query}`, {}, gone.signal));
    if (typeof body !== 'object' || !(Symbol.asyncIterator in body)) throw new Error('not a stream');
    const frames = body[Symbol.asyncIterator]();
    for (let taken = 0; taken <= count; taken += 1) await frames.next();
    void frames.next();
    await settle();
    return gone;
  };
  const read = async (path: string, method = 'GET') => bodyOf(await adapter.handle({ ...get(path), method }));
  const tick = async () => {
    await context.clock.advance(GATHER_MS);
    return told(context);
  };
  return { context, adapter, watch, read, tick };
}

it('counts as read what a stream has written to a client that came for more', async () => {
  const { context, adapter, watch, tick } = await started();
  for (const text of ['1', '2', '3']) context.append(ann, said(text));
  const gone = await watch('?after=0', 3);
  expect(await tick()).toEqual([{ after: 0, upTo: 3 }]);
  gone.abort();
  context.append(ann, said('4'));
  expect(await tick()).toHaveLength(1);
  await adapter.stop();
});

it('counts nothing that was before a stream that began in the middle', async () => {
  const { context, adapter, watch, tick } = await started();
  for (const text of ['1', '2']) context.append(ann, said(text));
  const watching = watch('', 2);
  await settle();
  for (const text of ['3', '4']) context.append(ann, said(text));
  await watching;
  expect(await tick()).toEqual([{ after: 2, upTo: 4 }]);
  await adapter.stop();
});

it('counts as read what is below a number that the reader has', async () => {
  const { context, adapter, watch, read, tick } = await started();
  for (const text of ['1', '2', '3']) context.append(ann, said(text));
  await watch('?after=2', 0);
  expect(await tick()).toEqual([{ after: 0, upTo: 2 }]);
  await read('/customers/ann/messages?after=3');
  expect(await tick()).toEqual([
    { after: 0, upTo: 2 },
    { after: 0, upTo: 3 },
  ]);
  await watch('?after=9', 0);
  await read('/customers/ann/messages?after=9');
  expect(await tick()).toHaveLength(2);
  await adapter.stop();
});

it('counts a page of history, but not a look at its head or at a single conversation', async () => {
  const { context, adapter, read, tick } = await started();
  const { conversationId } = context.append(ann, said('1'));
  await context.receive({ address: ann, text: 'of the customer' });
  await read('/customers/ann/messages', 'HEAD');
  await read(`/customers/ann/messages?conversation=${conversationId}`);
  expect(await tick()).toEqual([]);
  await read('/customers/ann/messages');
  expect(await tick()).toEqual([{ after: 0, upTo: 1 }]);
  await adapter.stop();
});

it('counts a page of history only once it was taken', async () => {
  const { context, adapter, tick } = await started();
  context.append(ann, said('1'));
  await adapter.handle(get('/customers/ann/messages'));
  const gone = new AbortController();
  const leftWhileTaking = await adapter.handle(get('/customers/ann/messages', {}, gone.signal));
  gone.abort();
  await bodyOf(leftWhileTaking);
  const leftWhileRead = new AbortController();
  const timeline = context.timeline.bind(context);
  context.timeline = (address, range) => {
    leftWhileRead.abort();
    return timeline(address, range);
  };
  await bodyOf(await adapter.handle(get('/customers/ann/messages', {}, leftWhileRead.signal)));
  expect(await tick()).toEqual([]);
  await bodyOf(await adapter.handle(get('/customers/ann/messages')));
  expect(await tick()).toEqual([{ after: 0, upTo: 1 }]);
  await adapter.stop();
});

it('gives a large page in pieces, and counts it after the last', async () => {
  const { context, adapter, tick } = await started();
  context.append(ann, said('ü'.repeat(100_000)));
  const { body } = await adapter.handle(get('/customers/ann/messages'));
  if (typeof body !== 'object' || !(Symbol.asyncIterator in body)) throw new Error('not in pieces');
  const pieces: Buffer[] = [];
  for await (const piece of body) {
    expect(await tick()).toEqual([]);
    pieces.push(Buffer.from(piece));
  }
  expect(Math.max(...pieces.map(({ length }) => length))).toBe(65_536);
  expect(JSON.parse(Buffer.concat(pieces).toString()).events[0].data.message.text).toBe('ü'.repeat(100_000));
  expect(await tick()).toEqual([{ after: 0, upTo: 1 }]);
  await adapter.stop();
});

it('counts no look at a single conversation, but a number that a reader names, wherever it is from', async () => {
  const { context, adapter, watch, read, tick } = await started();
  context.append(ann, said('1'), { conversationId: conversationId('c_old') });
  context.append(ann, said('2'), { conversationId: conversationId('c_new') });
  expect(JSON.parse(await read('/customers/ann/messages?conversation=c_new')).next).toBe(2);
  await read('/customers/ann/messages?conversation=c_new&after=2');
  expect(await tick()).toEqual([]);
  await watch('?after=2', 0);
  expect(await tick()).toEqual([{ after: 0, upTo: 2 }]);
  await adapter.stop();
});

it('says nothing of what only the customer has said', async () => {
  const { context, adapter, watch, read, tick } = await started();
  await context.receive({ address: ann, text: 'hello' });
  await watch('?after=0', 1);
  await read('/customers/ann/messages');
  expect(await tick()).toEqual([]);
  await adapter.stop();
});

it('tells the rest when the channel stops', async () => {
  const { context, adapter, read } = await started();
  context.append(ann, said('1'));
  await read('/customers/ann/messages');
  await adapter.stop();
  expect([told(context), context.clock.armed]).toEqual([[{ after: 0, upTo: 1 }], 0]);
});

it('says nothing where a webhook decides', async () => {
  const { context, adapter, watch, read, tick } = await started({
    webhook: { url: 'https://example.com/hook', secret: SECRET },
  });
  context.append(ann, said('1'));
  await watch('?after=0', 1);
  await read('/customers/ann/messages');
  expect(await tick()).toEqual([]);
  await adapter.stop();
});
