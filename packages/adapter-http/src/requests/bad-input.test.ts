import type { ChannelRequest } from '@trunkline/core';
import { channelRequest, FakeAdapterContext } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { API_KEY, ann, get, post, said } from '../../test/samples.ts';
import { MAX_BUFFERED } from '../events/event-feed.ts';
import { HttpAdapter } from '../http-adapter.ts';
import { operations } from './operations.ts';

const hello = { customer: { id: 'ann' }, text: 'hello' };
const plain = { authorization: `Bearer ${API_KEY}` };

async function started() {
  const adapter = new HttpAdapter({ apiKeys: [API_KEY] });
  const context = new FakeAdapterContext({ channel: 'web' });
  await adapter.start(context);
  return { adapter, context };
}

const bodies: readonly (readonly [string, number, ChannelRequest])[] = [
  ['nothing', 400, post('/messages', '')],
  ['half an object', 400, post('/messages', '{"customer":')],
  ['two objects', 400, post('/messages', '{}{}')],
  ['a list', 400, post('/messages', '[]')],
  ['a very deep list', 400, post('/messages', '['.repeat(100_000))],
  ['broken UTF-8', 400, post('/messages', Uint8Array.of(0x22, 0xff, 0x22))],
  ['no content type', 400, post('/messages', hello, { headers: plain })],
  ['plain text', 400, post('/messages', hello, { headers: { ...plain, 'content-type': 'text/plain' } })],
  ['a form', 400, post('/messages', 'a=b', { headers: { ...plain, 'content-type': 'multipart/form-data' } })],
  ['an empty text', 400, post('/messages', { ...hello, text: '' })],
  ['a blank text', 400, post('/messages', { ...hello, text: ' \u00a0\n' })],
  ['a text that is a number', 400, post('/messages', { ...hello, text: 5 })],
  ['a megabyte of text', 413, post('/messages', { ...hello, text: 'x'.repeat(1_000_000) })],
  ['a NUL', 400, post('/messages', { ...hello, text: 'a\0b' })],
  ['a NUL in the id of the customer', 400, post('/messages', { customer: { id: 'a\0' }, text: 'x' })],
  ['a customer that no URL can name', 400, post('/messages', { customer: { id: '..' }, text: 'x' })],
  ['a token for a customer that no URL can name', 400, post('/tokens', { customer: { id: '.' } })],
  ['dots for a customer', 400, get('/customers/%2E%2e/messages')],
  ['a lone surrogate', 400, post('/messages', '{"customer":{"id":"ann"},"text":"\\ud83d"}')],
  ['a lone surrogate as a key', 400, post('/messages', '{"customer":{"id":"ann"},"text":"x","\\ud83d":1}')],
  ['a lone surrogate in a path', 400, get('/customers/%ED%A0%BD/messages')],
  ['a prototype', 400, post('/messages', '{"customer":{"id":"ann"},"text":"x","__proto__":{"a":1}}')],
  ['a conversation of somebody else', 404, get('/customers/bob/messages?conversation=c_1')],
  ['a number beyond all numbers', 400, get(`/customers/ann/messages?after=${'9'.repeat(400)}`)],
];

describe('says what to do and takes nothing in when it gets', () => {
  it.each(bodies)('%s', async (_what, status, request) => {
    const { adapter, context } = await started();
    const reply = await adapter.handle(request);
    expect([reply.status, reply.headers?.['content-type']]).toEqual([status, 'application/problem+json']);
    const problem = JSON.parse(String(reply.body));
    expect(problem).toMatchObject({ status, title: expect.any(String), detail: expect.stringMatching(/\.$/) });
    expect(String(reply.body).length).toBeLessThan(5_000);
    expect(context.received).toEqual([]);
  });
});

it('answers nothing that it does not declare, whatever it is asked', async () => {
  const { adapter, context } = await started();
  const paths = ['/messages', '/typing', '/end', '/tokens', '/customers/ann/events', '/customers/ann/messages'];
  const requests = [...paths, '/docs', '/openapi.json', '/', '/customers//events', '/customers/ann/events/x'].flatMap(
    (path) =>
      ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'get', ''].flatMap((method) =>
        ['', '?', '?after=', '?after=x', '?token=', '?conversation=%00', '?after=1&after=2'].flatMap((query) =>
          [{}, plain, { authorization: 'Basic x' }].map((headers) =>
            channelRequest({ method, url: `${path}${query}`, headers, body: '{}' }),
          ),
        ),
      ),
  );
  for (const request of requests) {
    const { status } = await adapter.handle(request);
    const [path = ''] = request.url.split('?');
    const operation = operations.find((one) => new RegExp(`^${one.path.replace('{id}', '[^/]+')}$`).test(path));
    const asked = request.method === 'HEAD' ? 'GET' : request.method;
    const declared = operation?.method === asked ? Object.keys(operation.answers).map(Number) : [];
    const expected = operation === undefined ? [404] : request.method === 'OPTIONS' ? [204] : [405];
    expect(declared.length > 0 ? declared : expected, `${request.method} ${request.url}`).toContain(status);
  }
  expect(context.received).toEqual([]);
  await adapter.stop();
});

it('loses nothing of thousands of messages among thousands of bad ones, and keeps nothing of them', async () => {
  const { adapter, context } = await started();
  const small = ['nothing', 'a list', 'a form', 'an empty text', 'a NUL'];
  const bad = bodies.filter(([what]) => small.includes(what)).map(([, , request]) => request);
  const accepted: number[] = [];
  for (let batch = 0; batch < 40; batch += 1) {
    const numbers = Array.from({ length: 100 }, (_, index) => batch * 100 + index);
    const replies = numbers.map(async (number) => {
      await adapter.handle(bad[number % bad.length] ?? post('/messages', ''));
      const body = { customer: { id: `customer-${number % 1_000}` }, text: String(number), id: `m-${number}` };
      return (await adapter.handle(post('/messages', body))).status;
    });
    const statuses = await Promise.all(replies);
    accepted.push(...numbers.filter((_number, index) => statuses[index] === 202));
  }
  expect(accepted).toHaveLength(4_000);
  expect(context.received.map(({ text }) => Number(text)).sort((one, other) => one - other)).toEqual(accepted);
  expect(context.logs).toEqual([]);
  expect(context.clock.armed).toBe(0);
  await adapter.stop();
}, 20_000);

it('opens and closes thousands of streams, read or not, and keeps none', async () => {
  const { adapter, context } = await started();
  for (let number = 0; number < 2_000; number += 1) {
    const gone = new AbortController();
    const { status } = await adapter.handle(get(`/customers/customer-${number % 50}/events`, {}, gone.signal));
    expect(status).toBe(200);
    if (number % 100 === 0) context.append(ann, said('hello'));
    gone.abort();
  }
  expect([context.subscriptions, context.clock.armed]).toEqual([0, 0]);
  await adapter.stop();
});

it('lets go of a client that never reads, once more has come for it than is kept', async () => {
  const { adapter, context } = await started();
  const { body } = await adapter.handle(get('/customers/ann/events'));
  if (typeof body !== 'object' || !(Symbol.asyncIterator in body)) throw new Error('not a stream');
  const frames = body[Symbol.asyncIterator]();
  await frames.next();
  const first = frames.next();
  context.append(ann, said('read'));
  await first;
  for (let number = 0; number < 5_000; number += 1) context.append(ann, said(`unread ${number}`));
  await context.clock.advance(61_000);
  expect(context.subscriptions).toBe(1);
  for (let number = 0; number <= MAX_BUFFERED; number += 1) context.append(ann, said(`unread ${number}`));
  expect(context.subscriptions).toBe(0);
  expect((await frames.next()).done).toBe(true);
  await adapter.stop();
});
