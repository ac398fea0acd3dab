import { address, conversationId, deliveryId } from '@trunkline/core';
import {
  type AdapterUnderTest,
  type ChannelAdapterHarness,
  FakeAdapterContext,
  messageDelivery,
  testChannelAdapter,
} from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { API_KEY, ann, get, post, SECRET } from '../test/samples.ts';
import { openWebhookReceiver, status } from '../test/webhook-receiver.ts';
import { adapter } from './adapter.ts';

const message = ({ id, text }: { readonly id: string; readonly text: string }) =>
  post('/messages', { customer: { id: 'ann' }, id, text });

const requests = {
  message,
  forged: () => [
    ...['Bearer wrong-key-0123456789ab', `Bearer ${API_KEY}x`, `Basic ${API_KEY}`, 'Bearer ', API_KEY].map(
      (authorization) =>
        post(
          '/messages',
          { customer: { id: 'ann' }, text: 'hello' },
          {
            headers: { authorization, 'content-type': 'application/json' },
          },
        ),
    ),
    post('/messages', {}, { headers: { 'content-type': 'application/json' } }),
    get('/customers/ann/messages', { authorization: 'Bearer nope' }),
  ],
  malformed: () => [
    post('/messages', '{"customer":'),
    post('/messages', 'null'),
    post('/messages', { customer: { id: 'ann' } }),
    post('/messages', { customer: { id: '' }, text: 'hello' }),
    post('/messages', Uint8Array.of(0x22, 0xff, 0x22)),
    post('/end', []),
  ],
};

const withWebhook: ChannelAdapterHarness = {
  setUp: async (): Promise<AdapterUnderTest> => {
    const receiver = await openWebhookReceiver();
    return {
      adapter: adapter.create(
        adapter.options.parse({ apiKeys: [API_KEY], webhook: { url: receiver.url, secret: SECRET } }),
      ),
      context: new FakeAdapterContext(),
      address: ann,
      secrets: [API_KEY, SECRET, SECRET.slice('whsec_'.length)],
      requests,
      medium: {
        texts: () =>
          receiver.calls
            .map(({ body }) => JSON.parse(body))
            .filter(({ type }) => type === 'message.created')
            .map(({ data }) => data.message.text),
        accepts: () => receiver.respondWith(status(200)),
        refuses: () => receiver.respondWith(status(400)),
        fails: () => receiver.respondWith(status(500)),
        unreachable: () => receiver.close(),
        neverAnswers: () => ({ reached: receiver.keepSilent() }),
      },
      tearDown: () => receiver.close(),
    };
  },
};

const withoutWebhook: ChannelAdapterHarness = {
  skip: { deliveries: 'without a webhook nothing is sent: events are read from the timeline' },
  setUp: async (): Promise<AdapterUnderTest> => ({
    adapter: adapter.create(adapter.options.parse({ apiKeys: ['another-key-0123456789', API_KEY] })),
    context: new FakeAdapterContext(),
    address: ann,
    secrets: [API_KEY],
    requests,
    tearDown: async () => {},
  }),
};

describe('with a webhook', () => testChannelAdapter({ describe, it }, withWebhook));
describe('without a webhook', () => testChannelAdapter({ describe, it }, withoutWebhook));

it('takes every delivery as done when there is no webhook', async () => {
  const { adapter: plain, context } = await withoutWebhook.setUp();
  await plain.start(context);
  const outcome = await plain.deliver(messageDelivery(address('bob'), 'hello'), new AbortController().signal);
  expect(outcome).toEqual({ outcome: 'accepted', key: null });
  await plain.typing?.(address('bob'), {
    conversationId: conversationId('c_1'),
    agentName: 'Ada',
  });
  await plain.stop();
  expect(context.clock.armed).toBe(0);
});

it('sends a repeated delivery under the id it had, and says that it is repeated', async () => {
  const receiver = await openWebhookReceiver();
  const webhook = { url: receiver.url, secret: SECRET };
  const posting = adapter.create({ apiKeys: [API_KEY], webhook });
  await posting.start(new FakeAdapterContext());
  for (const repeated of [false, true]) {
    const delivery = messageDelivery(ann, 'hello', { id: deliveryId('m_7_1'), repeated });
    const outcome = await posting.deliver(delivery, new AbortController().signal);
    expect(outcome).toEqual({ outcome: 'accepted', key: 'm_7_1' });
  }
  await posting.stop();
  await receiver.close();
  const sent = receiver.calls.map(({ headers }) => [headers['webhook-id'], headers['trunkline-repeated']]);
  expect(sent).toEqual([
    ['m_7_1', undefined],
    ['m_7_1', 'true'],
  ]);
});

it('lets one event that its receiver cannot digest wait by itself, and all of them when the receiver is down', async () => {
  const receiver = await openWebhookReceiver();
  receiver.respondWith(status(500));
  const posting = adapter.create({ apiKeys: [API_KEY], webhook: { url: receiver.url, secret: SECRET } });
  await posting.start(new FakeAdapterContext());
  const scopes: (string | undefined)[] = [];
  for (const id of ['bad', 'bad', 'bad', 'other', 'third', 'bad']) {
    const outcome = await posting.deliver(
      messageDelivery(ann, 'hello', { id: deliveryId(id) }),
      new AbortController().signal,
    );
    scopes.push(outcome.outcome === 'unknown' ? outcome.failure.scope : outcome.outcome);
  }
  await posting.stop();
  await receiver.close();
  expect(scopes).toEqual(['message', 'message', 'message', 'message', 'route', 'route']);
});

it('declares what the core needs to know', () => {
  const webhook = { url: 'https://example.com/hook', secret: SECRET };
  const declared = adapter.create({ apiKeys: [API_KEY], webhook }).capabilities;
  expect(declared).toEqual({
    presence: 'structured',
    typing: { resendMs: 3_000 },
    sheds: true,
    deliverTimeoutMs: 15_000,
    retryScheduleMs: [500, 1_000, 2_000, 5_000, 15_000, 60_000, 300_000],
  });
  expect(adapter.create({ apiKeys: [API_KEY] }).capabilities).toEqual({ ...declared, receipts: true });
  expect([adapter.contract, adapter.name]).toEqual([1, 'http']);
});
