import type { ChannelReply, ChannelRequest } from '@trunkline/core';
import { channelRequest, FakeAdapterContext } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { API_KEY, ann, get, post, said } from '../../test/samples.ts';
import { HttpAdapter } from '../http-adapter.ts';
import type { HttpOptions } from '../options.ts';

async function started(options: Partial<HttpOptions> = {}) {
  const adapter = new HttpAdapter({ apiKeys: [API_KEY], ...options });
  const context = new FakeAdapterContext({ channel: 'web' });
  await adapter.start(context);
  const tokenFor = async (id: string, ttlS = 60): Promise<string> =>
    JSON.parse(String((await adapter.handle(post('/tokens', { customer: { id }, ttlS }))).body)).token;
  const statusOf = async (request: ChannelRequest) => (await adapter.handle(request)).status;
  return { adapter, context, tokenFor, statusOf };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
const everything = (id: string, headers: Record<string, string>): readonly ChannelRequest[] => [
  post('/messages', { customer: { id }, text: 'hello' }, { headers }),
  post('/typing', { customer: { id } }, { headers }),
  get(`/customers/${id}/events`, headers),
  get(`/customers/${id}/messages`, headers),
  post('/end', { customer: { id } }, { headers }),
];
const detailOf = ({ body }: ChannelReply): string => JSON.parse(String(body)).detail;

describe('POST /tokens', () => {
  it('gives a token for an hour unless asked otherwise', async () => {
    const { adapter } = await started();
    for (const [body, expiresAt] of [
      [{ customer: { id: 'ann' } }, '2026-01-01T01:00:00.000Z'],
      [{ customer: { id: 'ann' }, ttlS: 86_400 }, '2026-01-02T00:00:00.000Z'],
    ]) {
      const reply = await adapter.handle(post('/tokens', body));
      expect([reply.status, reply.headers?.['cache-control']]).toEqual([200, 'no-store']);
      expect(JSON.parse(String(reply.body))).toEqual({ token: expect.stringMatching(/^ct1\./), expiresAt });
    }
  });

  it.each([0, -1, 86_401, 1.5, '60', null])('refuses to give one for %s seconds', async (ttlS) => {
    const { adapter } = await started();
    const reply = await adapter.handle(post('/tokens', { customer: { id: 'ann' }, ttlS }));
    expect(reply.status).toBe(400);
    expect(JSON.parse(String(reply.body)).errors).toEqual([
      { pointer: '#/ttlS', detail: 'must be a whole number of seconds from 1 to 86400' },
    ]);
  });

  it('is not opened by a token', async () => {
    const { adapter, tokenFor } = await started();
    const reply = await adapter.handle(
      post('/tokens', { customer: { id: 'ann' } }, { headers: bearer(await tokenFor('ann')) }),
    );
    expect([reply.status, detailOf(reply)]).toEqual([
      401,
      expect.stringContaining('Send one of the channel’s API keys'),
    ]);
  });
});

describe('a customer token', () => {
  it('opens what is that customer’s', async () => {
    const { adapter, context, tokenFor, statusOf } = await started();
    const statuses: number[] = [];
    for (const request of everything('ann', bearer(await tokenFor('ann')))) statuses.push(await statusOf(request));
    expect(statuses).toEqual([202, 204, 200, 200, 202]);
    expect(context.received[0]?.address).toBe('ann');
    await adapter.stop();
  });

  it('knows of nobody else', async () => {
    const { context, tokenFor, statusOf } = await started();
    context.append(ann, said('a secret'));
    for (const request of everything('ann', bearer(await tokenFor('bob')))) expect(await statusOf(request)).toBe(404);
    expect([context.received, context.customerTyping, context.ends, context.subscriptions]).toEqual([[], [], [], 0]);
  });

  it('opens nothing once it is over, and says so', async () => {
    const { adapter, context, tokenFor } = await started();
    const token = await tokenFor('ann');
    await context.clock.advance(60_000);
    for (const request of everything('ann', bearer(token))) {
      const reply = await adapter.handle(request);
      expect([reply.status, detailOf(reply)]).toEqual([401, 'This token is over. Make a new one.']);
      expect(reply.headers?.['www-authenticate']).toBe('Bearer error="invalid_token"');
    }
  });

  it('is signed with a secret of its own if there is one, so that keys come and go without it', async () => {
    const tokenSecret = ['s'.repeat(32), 't'.repeat(32)];
    const token = await (await started({ tokenSecret })).tokenFor('ann');
    const ask = async (options: Partial<HttpOptions>) => {
      const { adapter, statusOf } = await started(options);
      const status = await statusOf(get('/customers/ann/events', bearer(token)));
      await adapter.stop();
      return status;
    };
    expect(await ask({ apiKeys: ['another-key-0123456789'], tokenSecret: ['n'.repeat(32), 's'.repeat(32)] })).toBe(200);
    expect(await ask({ apiKeys: [API_KEY], tokenSecret: 'n'.repeat(32) })).toBe(401);
    expect(await ask({ apiKeys: [API_KEY] })).toBe(401);
  });

  it('may come in the URL of the stream, and nowhere else', async () => {
    const { adapter, tokenFor, statusOf } = await started();
    const token = await tokenFor('ann');
    const anonymous = (method: string, path: string) => channelRequest({ method, url: `${path}?token=${token}` });
    expect(await statusOf(anonymous('GET', '/customers/ann/events'))).toBe(200);
    expect(await statusOf(anonymous('GET', '/customers/bob/events'))).toBe(404);
    expect(await statusOf(anonymous('GET', '/customers/ann/messages'))).toBe(401);
    expect(await statusOf(anonymous('POST', '/messages'))).toBe(401);
    expect(await statusOf(channelRequest({ method: 'GET', url: `/customers/ann/events?token=${API_KEY}` }))).toBe(401);
    expect(await statusOf(get(`/customers/ann/events?token=${token}`, { authorization: 'Bearer nonsense' }))).toBe(401);
    await adapter.stop();
  });

  it('takes its streams with it when it is over', async () => {
    const { context, adapter, tokenFor } = await started();
    await adapter.handle(get('/customers/ann/events', bearer(await tokenFor('ann'))));
    await adapter.handle(get('/customers/ann/events'));
    expect([context.subscriptions, context.clock.armed]).toEqual([2, 1]);
    await context.clock.advance(60_000);
    expect([context.subscriptions, context.clock.armed]).toEqual([1, 0]);
    await adapter.handle(get('/customers/ann/events', bearer(await tokenFor('ann'))));
    await adapter.stop();
    expect([context.subscriptions, context.clock.armed]).toEqual([0, 0]);
  });

  it('leaves nothing behind on a stream that was left before it opened', async () => {
    const { context, adapter, tokenFor } = await started();
    const gone = AbortSignal.abort();
    const { status } = await adapter.handle(get('/customers/ann/events', bearer(await tokenFor('ann')), gone));
    expect([status, context.subscriptions, context.clock.armed]).toEqual([200, 0, 0]);
    await adapter.stop();
  });

  it('never stands in a log line, nor in an answer', async () => {
    const { adapter, context, tokenFor } = await started();
    const token = await tokenFor('ann');
    const replies: ChannelReply[] = [];
    for (const path of ['/customers/ann/events', '/customers/bob/events', '/customers/%zz/events', '/nowhere'])
      for (const query of [`?token=${token}`, `?token=${token}x`, `?after=x&token=${token}`])
        replies.push(await adapter.handle(channelRequest({ method: 'GET', url: `${path}${query}` })));
    await adapter.stop();
    expect(JSON.stringify([context.logs, replies])).not.toContain(token.slice(-20));
  });
});
