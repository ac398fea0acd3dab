import { conversationId, StoreUnavailableError } from '@trunkline/core';
import { FakeAdapterContext, settle } from '@trunkline/core/testing';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { afterEach, describe, expect, it } from 'vitest';
import { openHttpHost } from '../../test/http-host.ts';
import { API_KEY, ann, get, said } from '../../test/samples.ts';
import { HttpAdapter } from '../http-adapter.ts';

interface Stream {
  readonly response: Response;
  readonly comments: readonly string[];
  /** The next event. */
  next(): Promise<EventSourceMessage>;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function started() {
  const context = new FakeAdapterContext({ channel: 'web' });
  const adapter = new HttpAdapter({ apiKeys: [API_KEY] });
  await adapter.start(context);
  const host = await openHttpHost(adapter);
  cleanups.push(host.close, () => adapter.stop());
  const read = (path: string, headers: Record<string, string> = {}) => openStream(`${host.url}${path}`, headers);
  return { context, adapter, read };
}

async function openStream(url: string, headers: Record<string, string>): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${API_KEY}`, ...headers },
    signal: abort.signal,
  });
  const comments: string[] = [];
  const events: EventSourceMessage[] = [];
  const waiting: ((event: EventSourceMessage) => void)[] = [];
  const parser = createParser({
    onComment: (comment) => comments.push(comment),
    onEvent: (event) => {
      const taker = waiting.shift();
      if (taker === undefined) events.push(event);
      else taker(event);
    },
  });
  const pump = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
  };
  const ended = pump().catch(() => {});
  cleanups.push(async () => {
    abort.abort();
    await ended;
  });
  return {
    response,
    comments,
    next: () => {
      const event = events.shift();
      return event === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(event);
    },
    ended,
    close: () => abort.abort(),
  };
}

describe('the event stream', () => {
  it('carries what happens from now on, as the webhook would, numbered', async () => {
    const { context, read } = await started();
    context.append(ann, said('before'));
    const stream = await read('/customers/ann/events');
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
    expect(stream.response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
    context.append(ann, said('two\nlines'), { conversationId: conversationId('c_7') });
    const { id, event, data } = await stream.next();
    expect([id, event]).toEqual(['2', 'message.created']);
    expect(JSON.parse(data)).toEqual({
      type: 'message.created',
      timestamp: '2026-01-01T00:00:00.000Z',
      data: {
        conversationId: 'c_7',
        customer: { id: 'ann' },
        message: {
          id: 'm_two\nlines',
          text: 'two\nlines',
          author: { kind: 'agent', name: 'Ada' },
          sentAt: '2026-01-01T00:00:00.000Z',
        },
      },
    });
  });

  it('replays after Last-Event-ID, which outranks ?after, then goes on', async () => {
    const { context, read } = await started();
    for (const text of ['a', 'b', 'c']) context.append(ann, said(text));
    const stream = await read('/customers/ann/events?after=0', { 'last-event-id': '1' });
    context.append(ann, said('d'));
    const ids = [await stream.next(), await stream.next(), await stream.next()].map(({ id }) => id);
    expect(ids).toEqual(['2', '3', '4']);
  });

  it('replays everything with ?after=0, for an id in percent-encoding too', async () => {
    const { context, read } = await started();
    await context.receive({ address: `tenant/1 ü` as typeof ann, text: 'hello' });
    const stream = await read(`/customers/${encodeURIComponent('tenant/1 ü')}/events?after=0`);
    const { id, data } = await stream.next();
    expect([id, JSON.parse(data).data.customer.id]).toEqual(['1', 'tenant/1 ü']);
    expect(JSON.parse(data).data.message.author.kind).toBe('customer');
  });

  it('says so and tells everything when it is asked to go on after a number that was never reached', async () => {
    const { context, read } = await started();
    for (const text of ['a', 'b']) context.append(ann, said(text));
    const stream = await read('/customers/ann/events?after=1', { 'last-event-id': '3' });
    const reset = await stream.next();
    expect([reset.id, reset.event, JSON.parse(reset.data)]).toEqual([
      '0',
      'reset',
      { type: 'reset', timestamp: '2026-01-01T00:00:00.000Z', data: { customer: { id: 'ann' }, after: 3 } },
    ]);
    context.append(ann, said('c'));
    const ids = [await stream.next(), await stream.next(), await stream.next()].map(({ id }) => id);
    expect(ids).toEqual(['1', '2', '3']);
  });

  it('goes on without a word of it after the very last number', async () => {
    const { context, read } = await started();
    context.append(ann, said('a'));
    const stream = await read('/customers/ann/events?after=1');
    context.append(ann, said('b'));
    expect((await stream.next()).id).toBe('2');
  });

  it('is 503 when the store cannot say whether it knows the number', async () => {
    const { context, read } = await started();
    context.refuseWith(new StoreUnavailableError('the disk is full'));
    const stream = await read('/customers/ann/events?after=1');
    expect([stream.response.status, stream.response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(context.subscriptions).toBe(0);
  });

  it('is not opened by HEAD', async () => {
    const { context, adapter } = await started();
    const reply = await adapter.handle({ ...get('/customers/ann/events'), method: 'HEAD' });
    expect([reply.status, reply.headers?.['content-type'], reply.body]).toEqual([200, 'text/event-stream', undefined]);
    expect(context.subscriptions).toBe(0);
  });

  it('tells of typing without an id', async () => {
    const { context, read } = await started();
    const stream = await read('/customers/ann/events');
    context.agentTyping(ann, 'Ada');
    const { id, event, data } = await stream.next();
    expect([id, event, JSON.parse(data).data.agent]).toEqual([undefined, 'agent.typing', { name: 'Ada' }]);
  });

  it('is subscribed to only while somebody reads it', async () => {
    const { context, read } = await started();
    const unsubscribed = new Promise<void>((resolve) => {
      const { subscribe } = context;
      context.subscribe = (address, listener) => {
        const stop = subscribe.call(context, address, listener);
        return () => {
          stop();
          resolve();
        };
      };
    });
    const stream = await read('/customers/ann/events');
    expect(context.subscriptions).toBe(1);
    stream.close();
    await unsubscribed;
    expect(context.subscriptions).toBe(0);
  });

  it('ends when the channel stops', async () => {
    const { context, adapter, read } = await started();
    const stream = await read('/customers/ann/events');
    await adapter.stop();
    await stream.ended;
    expect(context.subscriptions).toBe(0);
    expect(context.clock.armed).toBe(0);
  });

  it('ends when the timeline cannot be read, so that the client comes again', async () => {
    const { context, read } = await started();
    context.refuseWith(new StoreUnavailableError('the disk is full'));
    const stream = await read('/customers/ann/events?after=0');
    await stream.ended;
    expect(stream.response.status).toBe(200);
    expect(context.logs).toEqual([
      {
        level: 'warn',
        facts: { event: 'stream.failed', channel: 'web', code: 'store.unavailable' },
        message: expect.any(String),
      },
    ]);
  });
});

it('writes a ping as a comment after fifteen seconds of nothing', async () => {
  const context = new FakeAdapterContext({ channel: 'web' });
  const adapter = new HttpAdapter({ apiKeys: [API_KEY] });
  await adapter.start(context);
  const { body } = await adapter.handle(get('/customers/ann/events'));
  if (typeof body !== 'object' || !(Symbol.asyncIterator in body)) throw new Error('not a stream');
  const frames = body[Symbol.asyncIterator]();
  expect((await frames.next()).value).toBe(': connected\n\n');
  const ping = frames.next();
  await settle();
  await context.clock.advance(15_000);
  expect((await ping).value).toBe(': ping\n\n');
  await adapter.stop();
  expect((await frames.next()).done).toBe(true);
});

it('lets go of a stream whose client went away before it was read', async () => {
  const context = new FakeAdapterContext({ channel: 'web' });
  const adapter = new HttpAdapter({ apiKeys: [API_KEY] });
  await adapter.start(context);
  const gone = new AbortController();
  await adapter.handle(get('/customers/ann/events', {}, gone.signal));
  expect(context.subscriptions).toBe(1);
  gone.abort();
  expect(context.subscriptions).toBe(0);
  await adapter.handle(get('/customers/ann/events', {}, gone.signal));
  expect(context.subscriptions).toBe(0);
  await adapter.stop();
});
