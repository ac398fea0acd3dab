import type { ChannelReply } from '@trunkline/core';
import { channelRequest, FakeAdapterContext } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { API_KEY, get, post } from '../../test/samples.ts';
import { HttpAdapter } from '../http-adapter.ts';
import type { LimitOptions } from '../options.ts';

const OTHER_KEY = 'other-key-0123456789';

async function started(limits?: LimitOptions) {
  const adapter = new HttpAdapter({ apiKeys: [API_KEY, OTHER_KEY], limits });
  const context = new FakeAdapterContext({ channel: 'web' });
  await adapter.start(context);
  const say = (id: string, key: string = API_KEY): Promise<ChannelReply> =>
    adapter.handle(
      post(
        '/messages',
        { customer: { id }, text: 'hello' },
        { headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } },
      ),
    );
  const tokenFor = async (id: string): Promise<string> =>
    JSON.parse(String((await adapter.handle(post('/tokens', { customer: { id } }))).body)).token;
  return { adapter, context, say, tokenFor };
}

async function statuses(count: number, act: (index: number) => Promise<ChannelReply>): Promise<readonly number[]> {
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) found.push((await act(index)).status);
  return found;
}

const few = { perSecond: 0.5, burst: 2 };

describe('too many requests', () => {
  it('of one key are refused with when to come again, and nobody else’s', async () => {
    const { context, say } = await started({ perKey: few });
    expect(await statuses(3, (index) => say(`customer-${index}`))).toEqual([202, 202, 429]);
    const refused = await say('ann');
    expect(refused.headers).toMatchObject({ 'content-type': 'application/problem+json', 'retry-after': '2' });
    expect(JSON.parse(String(refused.body))).toMatchObject({ status: 429, detail: expect.stringContaining('in 2 s') });
    expect((await say('ann', OTHER_KEY)).status).toBe(202);
    await context.clock.advance(2_000);
    expect(await statuses(2, () => say('ann'))).toEqual([202, 429]);
  });

  it('of one key are refused before their body is read', async () => {
    const { adapter } = await started({ perKey: { perSecond: 1, burst: 1 } });
    const unread = { ...post('/messages', {}), body: () => Promise.reject(new Error('was read')) };
    await adapter.handle(get('/customers/ann/messages'));
    expect((await adapter.handle(unread)).status).toBe(429);
  });

  it('about one customer are refused, whichever key they come with', async () => {
    const { context, say } = await started({ perCustomer: few });
    expect(await statuses(4, (index) => say('ann', index % 2 === 0 ? API_KEY : OTHER_KEY))).toEqual([
      202, 202, 429, 429,
    ]);
    expect((await say('bob')).status).toBe(202);
    expect(context.received).toHaveLength(3);
  });

  it('with tokens of one customer are refused, however many tokens, and the key still works', async () => {
    const { say, tokenFor } = await started({ perToken: few });
    const [one, two] = [await tokenFor('ann'), await tokenFor('ann')];
    expect(await statuses(4, (index) => say('ann', index % 2 === 0 ? one : two))).toEqual([202, 202, 429, 429]);
    expect((await say('bob', await tokenFor('bob'))).status).toBe(202);
    expect((await say('ann')).status).toBe(202);
  });

  it('without a key are refused more shortly, while those with a key go on', async () => {
    const { context, say, adapter } = await started();
    const guess = () => adapter.handle(channelRequest({ method: 'GET', url: '/customers/ann/messages' }));
    const found = await statuses(1_200, guess);
    expect([found.indexOf(429), found.lastIndexOf(401)]).toEqual([1_000, 999]);
    expect((await say('ann')).status).toBe(202);
    await context.clock.advance(1_000);
    expect((await guess()).status).toBe(401);
  });

  it('with a token that is over leave a stranger’s guesses no say in it', async () => {
    const { context, adapter, tokenFor } = await started({ perToken: few });
    const authorization = `Bearer ${await tokenFor('ann')}`;
    await context.clock.advance(3_600_000);
    await statuses(1_100, () => adapter.handle(get('/customers/ann/events', { authorization: 'Bearer guess' })));
    const ask = () => adapter.handle(get('/customers/ann/events', { authorization }));
    expect(await statuses(3, ask)).toEqual([401, 401, 429]);
  });
});

describe('too many streams', () => {
  const open = (adapter: HttpAdapter, id: string, signal?: AbortSignal) =>
    adapter.handle(get(`/customers/${id}/events`, {}, signal));

  it('of one customer are refused until one of them is closed', async () => {
    const { adapter, context } = await started({ streams: { perCustomer: 2 } });
    const gone = new AbortController();
    await open(adapter, 'ann', gone.signal);
    expect(await statuses(2, () => open(adapter, 'ann'))).toEqual([200, 429]);
    expect((await open(adapter, 'bob')).status).toBe(200);
    gone.abort();
    expect(await statuses(2, () => open(adapter, 'ann'))).toEqual([200, 429]);
    expect(context.subscriptions).toBe(3);
    await adapter.stop();
  });

  it('in total are refused with when to look again', async () => {
    const { adapter, context } = await started({ streams: { total: 3 } });
    expect(await statuses(4, (index) => open(adapter, `customer-${index}`))).toEqual([200, 200, 200, 429]);
    expect((await open(adapter, 'ann')).headers?.['retry-after']).toBe('5');
    expect(context.subscriptions).toBe(3);
    await adapter.stop();
    expect(context.subscriptions).toBe(0);
  });
});
