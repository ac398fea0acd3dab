import { address, type Conversation, channelName, customerId, type Delivery, deliveryId } from '@trunkline/core';
import { createMemoryStore, MemoryDisk, messageDelivery } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { createLedger } from './audit-ledger.ts';

const SINCE = Date.UTC(2026, 0, 1);
const UNTIL = SINCE + 3_600_000;
const web = channelName('web');
const range = { channel: web, publicUrl: null, since: SINCE, until: UNTIL };
const provisional = address('ann:somewhere');
const real = address('ann');

async function collected<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of items) found.push(one);
  return found;
}

/** One customer with one conversation and these deliveries, as a running bridge would have left them. */
async function ledgerWith(deliveries: readonly Partial<Delivery>[], conversation: Partial<Conversation> = {}) {
  const customer = { id: customerId('u1'), channel: web, address: provisional };
  const store = createMemoryStore(new MemoryDisk());
  const enqueue = deliveries.map((changes, index) => {
    const { delivery } = messageDelivery(real, 'hello', { customerId: customer.id, seq: index + 1, ...changes });
    return { ...delivery, id: deliveryId(`d${index}`) };
  });
  const id = messageDelivery(real, 'hello').delivery.conversationId;
  await store.commit({
    customer,
    epoch: null,
    version: 0,
    state: { address: real, conversation: null },
    active: false,
    at: SINCE,
    aliases: [real],
    seen: [{ scope: 'customer', key: 'SM1', fingerprint: null, messageId: null, conversationId: id }],
    conversations: [
      {
        id,
        customerId: customer.id,
        channel: web,
        state: 'open',
        transport: 'guest-chat',
        remoteId: null,
        previousId: null,
        openedAt: SINCE - 1,
        endedAt: null,
        endReason: null,
        ...conversation,
      },
    ],
    enqueue,
  });
  return createLedger(store, range);
}

it('names customers by where they are reached now, and knows them by every name', async () => {
  const ledger = await ledgerWith([{ state: 'sent', settledAt: SINCE + 1, remoteKey: 'k1' }]);
  expect(await collected(ledger.conversations())).toMatchObject([{ address: real, underWay: false }]);
  expect(await collected(ledger.sent())).toMatchObject([{ address: real, remoteKey: 'k1', state: 'sent' }]);
  for (const name of [real, provisional]) expect(await ledger.received(name, 'SM1')).toBe(true);
  expect(await ledger.received(real, 'SM2')).toBe(false);
});

it('holds what was settled since then, also a moment ago, and says where something is under way', async () => {
  const ledger = await ledgerWith([
    { state: 'sent', settledAt: SINCE - 1 },
    { state: 'failed', settledAt: UNTIL + 1 },
    { state: 'unknown', settledAt: null },
    { state: 'sent', settledAt: SINCE + 1, direction: 'toAgent' },
  ]);
  expect((await collected(ledger.sent())).map(({ id }) => id)).toEqual(['d1']);
  expect(await collected(ledger.conversations())).toMatchObject([{ underWay: true }]);
});

it.each([
  ['had ended before', { state: 'ended', endedAt: SINCE - 1 } as const],
  ['began afterwards', { openedAt: UNTIL + 1 }],
])('leaves out a conversation that %s', async (_, conversation) => {
  const ledger = await ledgerWith([{ state: 'sent', settledAt: SINCE + 1 }], conversation);
  expect(await collected(ledger.conversations())).toEqual([]);
  expect(await collected(ledger.sent())).toEqual([]);
});
