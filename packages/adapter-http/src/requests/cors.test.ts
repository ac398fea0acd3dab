import type { ChannelReply } from '@trunkline/core';
import { channelRequest, FakeAdapterContext } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { API_KEY, get, post } from '../../test/samples.ts';
import { HttpAdapter } from '../http-adapter.ts';

const SHOP = 'https://shop.example.com';

async function started(origins?: readonly string[]) {
  const adapter = new HttpAdapter({ apiKeys: [API_KEY], origins });
  const context = new FakeAdapterContext({ channel: 'web' });
  await adapter.start(context);
  return { adapter, context };
}

function corsOf({ headers }: ChannelReply): readonly (readonly string[])[] {
  return Object.entries(headers ?? {}).filter(([name]) => name.startsWith('access-control-'));
}

const preflight = (url: string, origin: string) =>
  channelRequest({
    method: 'OPTIONS',
    url,
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
  });

const named = [
  ['access-control-allow-origin', SHOP],
  ['access-control-expose-headers', 'retry-after'],
];

describe('a page of a named origin', () => {
  it.each([
    ['an answer', () => post('/messages', { customer: { id: 'ann' }, text: 'x' })],
    ['a refusal', () => post('/messages', {})],
    ['a refused key', () => channelRequest({ method: 'POST', url: '/messages' })],
    ['a path that does not exist', () => get('/nowhere')],
    ['a wrong method', () => get('/messages')],
    ['a stream', () => get('/customers/ann/events')],
    ['the description', () => get('/openapi.json')],
  ])('may read %s and Retry-After', async (_what, request) => {
    const { adapter } = await started(['https://other.example.com', SHOP]);
    const asked = request();
    const reply = await adapter.handle({ ...asked, headers: { ...asked.headers, origin: SHOP } });
    expect(corsOf(reply)).toEqual(named);
    expect(reply.headers?.['vary']).toBe('origin');
    await adapter.stop();
  });

  it('may read that the channel stops', async () => {
    const { adapter } = await started([SHOP]);
    await adapter.stop();
    const reply = await adapter.handle(get('/docs', { origin: SHOP }));
    expect([reply.status, corsOf(reply)]).toEqual([503, named]);
  });

  it('is told before it asks what it may ask, without a key', async () => {
    const { adapter } = await started([SHOP]);
    const reply = await adapter.handle(preflight('/messages', SHOP));
    expect(reply).toEqual({
      status: 204,
      headers: {
        allow: 'POST, OPTIONS',
        vary: 'origin',
        'access-control-allow-origin': SHOP,
        'access-control-allow-methods': 'POST, OPTIONS',
        'access-control-allow-headers': 'authorization, content-type, last-event-id',
        'access-control-max-age': '7200',
        'access-control-expose-headers': 'retry-after',
      },
    });
    expect((await adapter.handle(preflight('/nowhere', SHOP))).status).toBe(404);
  });
});

describe('nobody else', () => {
  it.each([
    'https://evil.example.com',
    'https://shop.example.com.evil.com',
    'http://shop.example.com',
    'https://shop.example.com:444',
    'https://SHOP.example.com',
    'null',
    '*',
    '',
  ])('hears a word of it: %s', async (origin) => {
    const { adapter } = await started([SHOP]);
    for (const request of [preflight('/messages', origin), get('/customers/ann/events', { origin }), get('/docs')]) {
      const reply = await adapter.handle(request);
      expect(corsOf(reply)).toEqual([]);
      expect(reply.headers?.['vary']).toBe('origin');
    }
    await adapter.stop();
  });

  it('hears of it where no origin is named', async () => {
    const { adapter } = await started();
    const reply = await adapter.handle(preflight('/customers/ann/events', SHOP));
    expect(reply).toEqual({ status: 204, headers: { allow: 'GET, HEAD, OPTIONS' } });
    expect((await adapter.handle(get('/docs', { origin: SHOP }))).headers).not.toHaveProperty('vary');
  });
});
