import {
  type ChannelReply,
  type ChannelRequest,
  InboundConflictError,
  NotAcceptingError,
  StoreUnavailableError,
  TrunklineError,
} from '@trunkline/core';
import { channelRequest, FakeAdapterContext } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { API_KEY, ann, get, post } from '../../test/samples.ts';
import { HttpAdapter } from '../http-adapter.ts';
import { MAX_TEXT_CHARACTERS } from './text-rules.ts';

const hello = { customer: { id: 'ann', name: 'Ann' }, text: 'hello', id: 'x1' };
const json = { 'content-type': 'application/json' };

async function started(): Promise<{ readonly adapter: HttpAdapter; readonly context: FakeAdapterContext }> {
  const adapter = new HttpAdapter({ apiKeys: ['first-key-0123456789', API_KEY] });
  const context = new FakeAdapterContext({ channel: 'web' });
  await adapter.start(context);
  return { adapter, context };
}

function bodyOf(reply: ChannelReply): unknown {
  return typeof reply.body === 'string' ? JSON.parse(reply.body) : reply.body;
}

it('answers 202 with the ids, and the same once more for the same id, as a duplicate', async () => {
  const { adapter, context } = await started();
  const first = await adapter.handle(post('/messages', hello));
  const second = await adapter.handle(post('/messages', hello));
  expect([first.status, bodyOf(first)]).toEqual([202, { conversationId: 'c_1_1', messageId: 'm_1', duplicate: false }]);
  expect([second.status, bodyOf(second)]).toEqual([
    202,
    { conversationId: 'c_1_1', messageId: 'm_1', duplicate: true },
  ]);
  expect(context.received[0]).toEqual({ address: 'ann', id: 'x1', text: 'hello', profile: { name: 'Ann' } });
});

it('tells the core that the customer is typing, with 204', async () => {
  const { adapter, context } = await started();
  expect(await adapter.handle(post('/typing', { customer: { id: 'ann' } }))).toEqual({ status: 204 });
  expect(context.customerTyping).toEqual(['ann']);
});

it('ends the open conversation with 202, and says 404 when there is none', async () => {
  const { adapter, context } = await started();
  await adapter.handle(post('/messages', hello));
  const ended = await adapter.handle(post('/end', { customer: { id: 'ann' } }));
  expect([ended.status, bodyOf(ended)]).toEqual([202, { customer: { id: 'ann' } }]);
  expect((await adapter.handle(post('/end', { customer: { id: 'ann' } }))).status).toBe(404);
  expect(context.ends).toEqual([ann, ann]);
});

const refusals: readonly {
  readonly name: string;
  readonly request: () => ChannelRequest;
  readonly status: number;
  readonly expected?: object;
  readonly headers?: Record<string, string>;
}[] = [
  { name: 'a path that does not exist', request: () => post('/message', hello), status: 404 },
  { name: 'a path with a slash at its end', request: () => post('/messages/', hello), status: 404 },
  { name: 'a customer who never wrote', request: () => get('/customers/nobody/messages'), status: 404 },
  {
    name: 'another method',
    request: () => channelRequest({ method: 'PUT', url: '/messages' }),
    status: 405,
    headers: { allow: 'POST, OPTIONS' },
  },
  {
    name: 'another method on a stream',
    request: () => post('/customers/ann/events', {}),
    status: 405,
    headers: { allow: 'GET, HEAD, OPTIONS' },
  },
  {
    name: 'no key',
    request: () => post('/messages', hello, { headers: json }),
    status: 401,
    headers: { 'www-authenticate': 'Bearer' },
  },
  {
    name: 'a wrong key',
    request: () => post('/messages', hello, { headers: { ...json, authorization: 'Bearer wrong-key-0123456789' } }),
    status: 401,
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  },
  {
    name: 'a stream without a key',
    request: () => channelRequest({ method: 'GET', url: '/customers/a/events' }),
    status: 401,
  },
  {
    name: 'a form instead of JSON',
    request: () =>
      post('/messages', 'text=hello', {
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/x-www-form-urlencoded' },
      }),
    status: 400,
  },
  {
    name: 'no content type',
    request: () => post('/messages', hello, { headers: { authorization: `Bearer ${API_KEY}` } }),
    status: 400,
  },
  { name: 'broken JSON', request: () => post('/messages', '{"text":'), status: 400 },
  { name: 'broken UTF-8', request: () => post('/messages', Uint8Array.of(0x22, 0xc3, 0x22)), status: 400 },
  {
    name: 'an unknown key',
    request: () => post('/messages', { ...hello, txt: 'oops' }),
    status: 400,
    expected: { errors: [{ pointer: '#/txt', detail: 'is not a known key' }] },
  },
  {
    name: 'a text that is too long',
    request: () => post('/messages', { ...hello, text: 'x'.repeat(MAX_TEXT_CHARACTERS + 1) }),
    status: 413,
  },
  {
    name: 'a body above the host’s limit',
    request: () => ({
      ...post('/messages', hello),
      body: () => Promise.reject(new TrunklineError('http.body-too-large', 'too large')),
    }),
    status: 413,
  },
  {
    name: 'a customer id that is not percent-encoded',
    request: () => get('/customers/100%/messages'),
    status: 400,
    expected: { errors: [{ parameter: 'id', detail: expect.stringContaining('encodeURIComponent') }] },
  },
  {
    name: 'a customer id with a line break',
    request: () => get('/customers/a%0Ab/events'),
    status: 400,
    expected: { errors: [{ parameter: 'id', detail: 'must not contain control characters' }] },
  },
  {
    name: 'an `after` that is no number',
    request: () => get('/customers/ann/messages?after=-1'),
    status: 400,
    expected: { errors: [{ parameter: 'after', detail: expect.any(String) }] },
  },
  {
    name: 'a Last-Event-ID that is no number',
    request: () => get('/customers/ann/events', { 'last-event-id': 'abc' }),
    status: 400,
    expected: { errors: [{ parameter: 'Last-Event-ID', detail: expect.any(String) }] },
  },
];

describe('refuses with a problem that says what to do:', () => {
  for (const { name, request, status, expected, headers } of refusals)
    it(`${status} to ${name}`, async () => {
      const { adapter, context } = await started();
      const reply = await adapter.handle(request());
      expect(reply.status).toBe(status);
      expect(reply.headers).toMatchObject({ 'content-type': 'application/problem+json', ...headers });
      expect(bodyOf(reply)).toMatchObject({
        type: 'about:blank',
        title: expect.any(String),
        status,
        detail: expect.stringMatching(/\.$/),
        ...expected,
      });
      expect(context.received).toEqual([]);
    });
});

it('does not read the body before the key was found right', async () => {
  const { adapter } = await started();
  const request = { ...post('/messages', hello), headers: json, body: () => Promise.reject(new Error('was read')) };
  expect((await adapter.handle(request)).status).toBe(401);
});

it.each([
  [new InboundConflictError('other content'), 422, undefined],
  [new StoreUnavailableError('disk full'), 503, '5'],
  [new NotAcceptingError('stopping'), 503, '2'],
])('makes a problem of %s', async (error, status, retryAfter) => {
  const { adapter, context } = await started();
  context.refuseWith(error);
  const reply = await adapter.handle(post('/messages', hello));
  expect([reply.status, reply.headers?.['retry-after']]).toEqual([status, retryAfter]);
  expect(bodyOf(reply)).toMatchObject({ status });
});

it('leaves what nobody foresaw to the host', async () => {
  const { adapter, context } = await started();
  context.refuseWith(new TrunklineError('some.bug', 'a bug'));
  await expect(adapter.handle(post('/messages', hello))).rejects.toThrow('a bug');
});
