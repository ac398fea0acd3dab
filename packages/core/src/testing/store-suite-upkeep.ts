import assert from 'node:assert/strict';
import type { Store } from '../contracts/store.ts';
import { type CustomerId, channelName } from '../domain/ids.ts';
import type { SuiteRunner } from './runner.ts';
import { reopen, type StoreHarness, withStore } from './store-suite-harness.ts';
import { type CustomerSteps, customerOf, knownCustomer, START_MS } from './store-suite-samples.ts';

const LATER = START_MS + 1_000;
const web = channelName('web');

/** A customer with one conversation that has ended, and everything that belongs to it. */
async function ended(store: Store, name: string, endedAt: number = START_MS): Promise<CustomerSteps> {
  const steps = await knownCustomer(store, name);
  await talk(steps, 'one', { first: 1, endedAt });
  return steps;
}

async function talk(
  steps: CustomerSteps,
  name: string,
  { first, endedAt }: { readonly first: number; readonly endedAt: number },
): Promise<void> {
  const conversationId = steps.conversationId(name);
  const message = steps.message(name, { conversationId });
  const { id: messageId } = message;
  await steps.commit({
    active: false,
    conversations: [steps.conversation(name, { state: 'ended', openedAt: endedAt - 10, endedAt })],
    messages: [message],
    enqueue: [steps.messageDelivery('toAgent', first, message, { state: 'sent', settledAt: endedAt })],
    timeline: [steps.messageEntry(first, message)],
    seen: [steps.seen(name, { messageId, conversationId })],
  });
}

/** How much there is of a conversation: itself, messages, deliveries, entries, seen keys. */
async function left(store: Store, steps: CustomerSteps, name: string): Promise<readonly number[]> {
  const { customer } = steps;
  const conversationId = steps.conversationId(name);
  return [
    (await store.conversation(conversationId)) === null ? 0 : 1,
    (await store.messages(conversationId)).length,
    (await store.deliveries({ conversationId, limit: 100 })).length,
    (await store.timeline(customer.id, { after: 0, limit: 100 })).filter((one) => one.conversationId === conversationId)
      .length,
    (await store.seen(customer.id, 'received', [name])).size,
  ];
}

async function sweepAll(store: Store, endedBefore: number, limit: number = 100): Promise<readonly CustomerId[]> {
  const bare: CustomerId[] = [];
  for (let after: string | null = null; ; ) {
    const swept: Awaited<ReturnType<Store['sweep']>> = await store.sweep({ channel: web, endedBefore, after, limit });
    bare.push(...swept.bare);
    if (swept.next === null) return bare;
    after = swept.next;
  }
}

export function testStoreUpkeep({ it }: SuiteRunner, harness: StoreHarness): void {
  it('what ended before a time, with all that belongs to it, and nothing else', () =>
    withStore(harness, async (store) => {
      const ada = await ended(store, 'ada');
      await talk(ada, 'two', { first: 2, endedAt: LATER });
      const bob = await ended(store, 'bob');
      assert.deepEqual(await sweepAll(store, LATER), [bob.customer.id]);
      assert.deepEqual(await left(store, ada, 'one'), [0, 0, 0, 0, 0]);
      assert.deepEqual(await left(store, bob, 'one'), [1, 0, 0, 0, 0], 'until bob is forgotten');
      assert.deepEqual(await sweepAll(store, LATER), [bob.customer.id], 'and bob is found again');
      assert.deepEqual(await left(store, ada, 'two'), [1, 1, 1, 1, 1]);
      assert.equal((await store.load(ada.customer))?.version, ada.version);
    }));

  it('a little at a time', () =>
    withStore(harness, async (store) => {
      const names = ['a', 'b', 'c', 'd', 'e'];
      const customers = await Promise.all(names.map((name) => ended(store, name)));
      const first = await store.sweep({ channel: web, endedBefore: LATER, after: null, limit: 3 });
      assert.notEqual(first.next, null);
      const still = await Promise.all(customers.map((one) => left(store, one, 'one')));
      assert.ok(
        still.flat().some((count) => count > 0),
        'something is left for later',
      );
      const rest = await sweepAll(store, LATER, 3);
      assert.deepEqual(
        [...new Set([...first.bare, ...rest])].sort(),
        customers.map(({ customer }) => customer.id).sort(),
      );
    }));

  it('nothing that is open, that something is owed of, or that is another channel’s', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada', { conversations: [] });
      await ada.commit({ conversations: [ada.conversation('open', { openedAt: START_MS - 10 })] });
      const bob = await ended(store, 'bob');
      await bob.commit({ enqueue: [bob.delivery('toCustomer', 5)] });
      const sms = { channel: channelName('sms'), endedBefore: LATER, after: null, limit: 100 };
      assert.deepEqual(await store.sweep(sms), { conversations: 0, next: null, bare: [] });
      assert.deepEqual(await sweepAll(store, LATER), []);
      assert.notEqual(await store.conversation(ada.conversationId('open')), null);
      assert.deepEqual(await left(store, bob, 'one'), [1, 1, 2, 1, 1]);
    }));

  it('no message whose delivery has moved to a conversation that stays', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const message = ada.message('moved');
      await ada.commit({
        conversations: [ada.conversation('one', { state: 'ended', openedAt: START_MS - 10, endedAt: START_MS })],
        messages: [message],
        enqueue: [ada.messageDelivery('toAgent', 1, message)],
        timeline: [ada.messageEntry(1, message)],
      });
      const to = ada.conversationId('two');
      await ada.commit({
        conversations: [ada.conversation('two', { openedAt: LATER })],
        carryOver: { from: ada.conversationId('one'), to },
        active: false,
      });
      await sweepAll(store, LATER);
      assert.deepEqual(await store.messages(ada.conversationId('one')), []);
      const [delivery] = await store.deliveries({ conversationId: to, limit: 10 });
      assert.deepEqual(delivery?.body, {
        kind: 'message',
        messageId: message.id,
        author: message.author,
        text: message.text,
        sentAt: message.sentAt,
        late: false,
        part: 1,
        parts: 1,
      });
    }));

  it('everything of a customer who is forgotten, who may come again as a new one', () =>
    withStore(harness, async (store, database) => {
      const ada = await ended(store, 'ada');
      const bob = await ended(store, 'bob');
      await ada.commit({ aliases: [customerOf('other name').address] });
      await store.record({ id: 'forget', customerId: ada.customer.id, at: START_MS, event: null });
      assert.equal(await store.timelineFloor(), 0);
      await ada.commit({ active: false, inbox: 'forget', forget: { timelineNumber: 7 } });
      assert.deepEqual(await left(store, ada, 'one'), [0, 0, 0, 0, 0]);
      const second = await reopen(store, database);
      assert.equal(await second.load(ada.customer), null);
      assert.equal(await second.loadById(ada.customer.id), null);
      assert.equal(await second.load({ channel: web, address: customerOf('other name').address }), null);
      assert.deepEqual(await second.inbox(10), []);
      assert.equal(await second.timelineFloor(), 7);
      assert.deepEqual(await left(second, bob, 'one'), [1, 1, 1, 1, 1]);
      const again = await knownCustomer(second, 'ada');
      assert.deepEqual(await left(second, again, 'one'), [0, 0, 0, 0, 0]);
      await again.commit({ active: false, forget: { timelineNumber: 3 } });
      assert.equal(await second.timelineFloor(), 7);
    }));

  it('nothing for a reader, or for one who has been fenced', () =>
    withStore(harness, async (store, database) => {
      const ada = await ended(store, 'ada');
      const reader = await database.openReader();
      assert.deepEqual(await sweepAll(reader, LATER), []);
      ada.version -= 1;
      const result = await ada.attempt({ forget: { timelineNumber: 1 } });
      assert.equal(result.outcome, 'fenced');
      assert.deepEqual(await left(store, ada, 'one'), [1, 1, 1, 1, 1]);
    }));

  it('and counts what nobody looks after', () =>
    withStore(harness, async (store, database) => {
      const ada = await knownCustomer(store, 'ada');
      const [kept, lost] = [ada.message('kept'), ada.message('lost')];
      const system = ada.message('said by the bridge', { author: { kind: 'system', name: null } });
      await ada.commit({ messages: [kept], enqueue: [ada.messageDelivery('toAgent', 1, kept)] });
      assert.equal(await store.unaccounted(), 0);
      await ada.commit({ messages: [lost, system] });
      assert.equal(await store.unaccounted(), 1);
      await ada.commit({ active: false });
      assert.equal(await store.unaccounted(), 2, 'what is owed by nobody counts too');
      const second = await reopen(store, database);
      assert.equal(await second.unaccounted(), 1, 'only since it was opened');
      assert.equal(await second.unaccounted(true), 2);
    }));
}
