import assert from 'node:assert/strict';
import type { Store } from '../contracts/store.ts';
import { customerId } from '../domain/ids.ts';
import type { SuiteRunner } from './runner.ts';
import { reopen, type StoreHarness, withStore } from './store-suite-harness.ts';
import { CustomerSteps, customerOf, knownCustomer, START_MS } from './store-suite-samples.ts';

const STATE = { kept: ['a', 1, null, true, { b: 'ü😀\u0000' }], none: [], nothing: {} };
const TEXTS = [
  '',
  ' ',
  'ok',
  'it\'s; -- "quoted"',
  'ü😀漢',
  'cut\u0000here',
  'lone \ud800 half',
  '\ufeffbom',
  'a\r\nb',
];

export function testStoreCommits({ it }: SuiteRunner, harness: StoreHarness): void {
  it('knows nobody at first', () =>
    withStore(harness, async (store) => {
      assert.equal(await store.load(customerOf('ada')), null);
      assert.equal(await store.loadById(customerId('nobody')), null);
      assert.deepEqual(await store.active({ after: null, limit: 10 }), []);
      assert.deepEqual(await store.timeline(customerId('nobody'), { after: 0, limit: 10 }), []);
      assert.equal((await store.seen(customerId('nobody'), 'received', ['1'])).size, 0);
    }));

  it('the first step of a customer, which is then found by its address and by its id', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada', { state: STATE });
      const record = { customer: ada.customer, epoch: ada.epoch, version: 1, state: STATE, outstanding: [] };
      assert.deepEqual(await store.load(ada.customer), record);
      assert.deepEqual(await store.loadById(ada.customer.id), record);
      assert.equal(await store.load({ ...ada.customer, channel: customerOf('x', 'sms').channel }), null);
    }));

  it('step after step, counting them, and keeps the last state', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada', { state: { first: true } });
      for (const count of [2, 3, 4]) await ada.commit({ state: { count } });
      const record = await store.load(ada.customer);
      assert.equal(record?.version, 4);
      assert.deepEqual(record?.state, { count: 4 });
    }));

  it('everything of a step, and has it after a crash and after a close', () =>
    withStore(harness, async (store, database) => {
      const ada = await fullCustomer(store);
      const before = await everything(store, ada);
      assert.deepEqual(before, expected(ada));
      const second = await reopen(store, database);
      assert.deepEqual(await everything(second, ada), before);
      await second.close();
      assert.deepEqual(await everything(await database.open(), ada), before);
    }));

  it('nothing of a step that takes in what was taken in before', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada', { seen: [new CustomerSteps(store, customerOf('ada')).seen('1')] });
      const before = await everything(store, ada);
      const message = ada.message('two');
      await assert.rejects(
        ada.attempt({
          state: { changed: true },
          active: false,
          conversations: [ada.conversation('one')],
          messages: [message],
          enqueue: [ada.messageDelivery('toAgent', 1, message)],
          timeline: [ada.messageEntry(1, message)],
          aliases: [customerOf('countess').address],
          seen: [ada.seen('2'), ada.seen('1')],
        }),
      );
      assert.deepEqual(await everything(store, ada), before);
      assert.equal(await store.load(customerOf('countess')), null);
      assert.equal((await store.seen(ada.customer.id, 'received', ['2'])).size, 0);
      await ada.commit({ seen: [ada.seen('2')] });
    }));

  it('nothing of a step that contradicts what was kept, or itself', () =>
    withStore(harness, async (store) => {
      const ada = await fullCustomer(store);
      const before = await everything(store, ada);
      const [, kept] = firstParts(ada);
      const [one, other] = [ada.delivery('toCustomer', 1), ada.delivery('toCustomer', 2)];
      const steps: readonly Parameters<typeof ada.attempt>[0][] = [
        { enqueue: [one, kept] },
        { enqueue: [one, { ...other, id: one.id }] },
        { timeline: [ada.entry(2), ada.entry(1)] },
        { timeline: [ada.entry(2), ada.entry(2)] },
        { seen: [ada.seen('2'), ada.seen('2')] },
      ];
      for (const step of steps) {
        await assert.rejects(ada.attempt({ ...step, state: 'lost', active: false }));
        assert.deepEqual(await everything(store, ada), before);
      }
      await ada.commit({ enqueue: [one], timeline: [ada.entry(2)], seen: [ada.seen('2')] });
    }));

  it('every text just as it was said', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      for (const [index, text] of TEXTS.entries()) {
        const message = ada.message(`text-${index}`, { text, author: { kind: 'bot', name: text } });
        const delivery = ada.messageDelivery('toCustomer', index, message, { reason: text, remoteKey: text });
        const entry = ada.messageEntry(index + 1, message);
        await ada.commit({ messages: [message], enqueue: [delivery], timeline: [entry], seen: [ada.seen(text)] });
        assert.deepEqual((await store.messages(message.conversationId)).at(-1), message);
        assert.deepEqual(await store.delivery(delivery.id), { ...delivery, ...place(ada) });
        assert.deepEqual(await store.timeline(ada.customer.id, { after: index, limit: 1 }), [entry]);
        assert.deepEqual((await store.seen(ada.customer.id, 'received', [text])).get(text), ada.seen(text));
      }
    }));

  it('a conversation whole, by its id', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const opening = ada.conversation('one', { state: 'opening', previousId: ada.conversationId('zero') });
      await ada.commit({ conversations: [opening] });
      assert.deepEqual(await store.conversation(opening.id), { ...opening, address: ada.customer.address });
      const ended = ada.conversation('one', {
        state: 'ended',
        transport: 'web-messaging',
        remoteId: 'remote-1',
        openedAt: START_MS + 5,
        endedAt: START_MS + 9,
        endReason: 'agent left',
      });
      await ada.commit({ conversations: [ended] });
      assert.deepEqual(await store.conversation(opening.id), { ...ended, address: ada.customer.address });
      assert.equal((await store.conversations({ limit: 10 })).length, 1);
    }));
}

/** Two steps that hold something of everything a commit can carry. */
async function fullCustomer(store: Store): Promise<CustomerSteps> {
  const ada = new CustomerSteps(store, customerOf('ada'));
  await store.record({ id: 'kept', customerId: ada.customer.id, at: START_MS, event: STATE });
  await store.record({ id: 'consumed', customerId: ada.customer.id, at: START_MS, event: null });
  const [message, delivery, entry] = firstParts(ada);
  await ada.commit({ messages: [message], conversations: [ada.conversation('one')] });
  const result = await ada.commit({
    state: STATE,
    seen: [ada.seen('1', { fingerprint: 'f', messageId: message.id, conversationId: message.conversationId })],
    messages: [ada.message('two')],
    enqueue: [delivery],
    claim: [{ direction: 'toAgent', landsUntil: START_MS + 100 }],
    timeline: [entry],
    aliases: [customerOf('countess').address],
    inbox: 'consumed',
  });
  assert.deepEqual(result.claimed, [sendingOf(ada)]);
  return ada;
}

function firstParts(ada: CustomerSteps) {
  const message = ada.message('one', {
    author: { kind: 'agent', name: 'Grace' },
    attachments: [{ url: 'https://example.com/a' }, { url: 'https://example.com/b', name: 'b', contentType: 'b/b' }],
    late: true,
    sentAt: START_MS - 1,
  });
  return [
    message,
    ada.messageDelivery('toAgent', 1, message, { timelineNumber: 1 }),
    ada.messageEntry(1, message),
  ] as const;
}

function sendingOf(ada: CustomerSteps) {
  return { ...firstParts(ada)[1], state: 'sending', attempts: 1, landsUntil: START_MS + 100 } as const;
}

function place({ customer: { channel, address } }: CustomerSteps) {
  return { channel, address };
}

function expected(ada: CustomerSteps) {
  const [message, , entry] = firstParts(ada);
  const customer = { customer: ada.customer, version: 2, state: STATE, outstanding: [sendingOf(ada)] };
  return {
    customer,
    countess: customer,
    active: [ada.customer.id],
    seen: [['1', ada.seen('1', { fingerprint: 'f', messageId: message.id, conversationId: message.conversationId })]],
    conversations: [{ ...ada.conversation('one'), address: ada.customer.address }],
    messages: [message, ada.message('two')],
    deliveries: [{ ...sendingOf(ada), ...place(ada) }],
    timeline: [entry],
    inbox: [{ id: 'kept', customerId: ada.customer.id, at: START_MS, event: STATE }],
  };
}

/** All that a store says of one customer, but for the epoch. */
async function everything(store: Store, ada: CustomerSteps) {
  const load = async (name: string) => {
    const record = await store.load(customerOf(name));
    if (record === null) return null;
    const { epoch: _, ...rest } = record;
    return rest;
  };
  return {
    customer: await load('ada'),
    countess: await load('countess'),
    active: (await store.active({ after: null, limit: 10 })).map(({ customer }) => customer.id),
    seen: [...(await store.seen(ada.customer.id, 'received', ['1']))],
    conversations: await store.conversations({ limit: 10 }),
    messages: await store.messages(ada.conversationId('one')),
    deliveries: await store.deliveries({ limit: 10 }),
    timeline: await store.timeline(ada.customer.id, { after: 0, limit: 10 }),
    inbox: await store.inbox(10),
  };
}
