import assert from 'node:assert/strict';
import type { DeliveryChange, Store } from '../contracts/store.ts';
import type { Delivery, DeliveryBody, DeliveryState } from '../domain/delivery.ts';
import { deliveryId, messageId } from '../domain/ids.ts';
import type { SuiteRunner } from './runner.ts';
import { reopen, type StoreHarness, withStore } from './store-suite-harness.ts';
import { type CustomerSteps, customerOf, idsOf, knownCustomer, START_MS } from './store-suite-samples.ts';

const FINAL: readonly DeliveryState[] = ['sent', 'failed', 'expired', 'dropped', 'delivered'];
const OUTSTANDING: readonly DeliveryState[] = ['sending', 'unknown', 'waiting'];
const UNTIL = START_MS + 60_000;
const toAgent = { direction: 'toAgent', landsUntil: UNTIL } as const;
const toCustomer = { direction: 'toCustomer', landsUntil: UNTIL } as const;

export function testStoreDeliveries({ it }: SuiteRunner, harness: StoreHarness): void {
  it('and claims them in order, each way for itself, until there is none', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      await knownCustomer(store, 'bob', { enqueue: [(await knownCustomer(store, 'eve')).delivery('toAgent', 0)] });
      const parts = [ada.delivery('toAgent', 12), ada.delivery('toAgent', 3), ada.delivery('toCustomer', 1)];
      const [twelfth, third, first] = parts;
      assert.deepEqual((await ada.commit({ enqueue: parts })).claimed, []);
      const { claimed } = await ada.commit({ claim: [toCustomer, toAgent] });
      assert.deepEqual(claimed, [sending(first), sending(third)]);
      assert.deepEqual((await ada.commit({ claim: [toAgent, toCustomer] })).claimed, [sending(twelfth)]);
      assert.deepEqual((await ada.commit({ claim: [toAgent] })).claimed, []);
      assert.deepEqual(await rowOf(store, third?.id), sending(third));
    }));

  it('and claims what the same step has enqueued or freed', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const [one, two] = [ada.delivery('toAgent', 1), ada.delivery('toAgent', 2)];
      assert.deepEqual((await ada.commit({ enqueue: [one, two], claim: [toAgent] })).claimed, [sending(one)]);
      const change: DeliveryChange = { id: one.id, state: 'sent', settledAt: START_MS };
      assert.deepEqual((await ada.commit({ change: [change], claim: [toAgent] })).claimed, [sending(two)]);
      const freed: DeliveryChange = { id: two.id, state: 'pending', landsUntil: null, repeated: true };
      const [again] = (await ada.commit({ change: [freed], claim: [toAgent] })).claimed;
      assert.equal(again?.id, two.id);
      assert.equal(again?.repeated, true);
    }));

  it('and claims only what is pending', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const others = [...OUTSTANDING, ...FINAL].map((state, seq) => ada.delivery('toCustomer', seq, { state }));
      const pending = ada.delivery('toCustomer', 100);
      assert.deepEqual((await ada.commit({ enqueue: [...others, pending], claim: [toCustomer] })).claimed, [
        sending(pending),
      ]);
    }));

  it('and gives those that are sending, unknown or waiting with their customer', () =>
    withStore(harness, async (store, database) => {
      const ada = await knownCustomer(store, 'ada');
      const states: readonly DeliveryState[] = ['pending', 'pending', ...FINAL];
      const rest = states.map((state, index) => ada.delivery('toAgent', index + 10, { state }));
      for (const state of OUTSTANDING) {
        const one = ada.delivery('toAgent', 1, { id: deliveryId(`agent-${state}`), state, landsUntil: UNTIL });
        const other = ada.delivery('toCustomer', 1, { id: deliveryId(`customer-${state}`), state });
        await ada.commit({ enqueue: [other, one, ...(state === 'sending' ? rest : [])] });
        const record = await store.load(ada.customer);
        assert.deepEqual(sorted(record?.outstanding), sorted([one, other]));
        const settled = [one, other].map(({ id }): DeliveryChange => ({ id, state: 'sent' }));
        if (state !== 'waiting') await ada.commit({ change: settled });
      }
      const second = await reopen(store, database);
      const expected = ['agent-waiting', 'customer-waiting'];
      assert.deepEqual(idsOf(sorted((await second.loadById(ada.customer.id))?.outstanding)), expected);
      const [active] = await second.active({ after: null, limit: 1 });
      assert.deepEqual(idsOf(sorted(active?.outstanding)), expected);
    }));

  it('and changes what a change names, nothing else', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const delivery = ada.delivery('toAgent', 1, {
        state: 'sending',
        attempts: 3,
        landsUntil: UNTIL,
        remoteKey: 'key',
        reason: 'why',
        timelineNumber: 7,
      });
      await ada.commit({ enqueue: [delivery] });
      const steps: readonly Omit<DeliveryChange, 'id'>[] = [
        { state: 'unknown' },
        { state: 'waiting', attempts: 4, landsUntil: null },
        { state: 'waiting', reason: null },
        { state: 'sending', repeated: true, landsUntil: UNTIL + 1 },
        { state: 'unknown', remoteKey: null },
        { state: 'sent', remoteKey: 'other', settledAt: START_MS + 9, reason: 'so' },
      ];
      let expected = delivery;
      for (const step of steps) {
        await ada.commit({ change: [{ ...step, id: delivery.id }] });
        expected = { ...expected, ...step };
        assert.deepEqual(await rowOf(store, delivery.id), expected);
      }
    }));

  it('and never changes a final state', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      for (const [index, state] of FINAL.entries()) {
        const delivery = ada.delivery('toAgent', index);
        await ada.commit({ enqueue: [delivery], change: [{ id: delivery.id, state, settledAt: START_MS }] });
        for (const other of ['pending', ...OUTSTANDING, ...FINAL] as const) {
          await ada.commit({ change: [{ id: delivery.id, state: other }], claim: [toAgent] });
          assert.equal((await store.delivery(delivery.id))?.state, state);
        }
      }
    }));

  it('and changes none of another customer', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const bob = await knownCustomer(store, 'bob');
      const delivery = ada.delivery('toAgent', 1);
      await ada.commit({ enqueue: [delivery] });
      await bob.commit({ change: [{ id: delivery.id, state: 'failed' }], claim: [toAgent] });
      assert.deepEqual(await rowOf(store, delivery.id), delivery);
    }));

  it('and carries over to the next conversation what the agent is still owed', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const [from, to, third] = [ada.conversationId('one'), ada.conversationId('two'), ada.conversationId('three')];
      const open = (['pending', ...OUTSTANDING] as const).map((state, seq) => ada.delivery('toAgent', seq, { state }));
      const final = FINAL.map((state, index) => ada.delivery('toAgent', 10 + index, { state }));
      const outgoing = ada.delivery('toCustomer', 1);
      const elsewhere = ada.delivery('toAgent', 20, { conversationId: third });
      await ada.commit({ enqueue: [...open, ...final, outgoing, elsewhere] });
      const settled: DeliveryChange = { id: open[3]?.id ?? deliveryId(''), state: 'sent' };
      const { claimed } = await ada.commit({ carryOver: { from, to }, change: [settled], claim: [toAgent] });
      assert.equal(claimed[0]?.conversationId, to);
      const where = async (of: readonly Delivery[]) =>
        Promise.all(of.map(async ({ id }) => (await store.delivery(id))?.conversationId));
      assert.deepEqual(await where(open), [to, to, to, from]);
      assert.deepEqual(await where([...final, outgoing]), Array(FINAL.length + 1).fill(from));
      assert.deepEqual(await where([elsewhere]), [third]);
    }));

  it('and tells which pending ones are overdue, oldest first', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const bob = await knownCustomer(store, 'bob');
      const at = (seq: number) => ({ createdAt: START_MS + seq });
      const [three, two, one] = [3, 2, 1].map((seq) => ada.delivery('toAgent', seq, at(seq)));
      const others = [...OUTSTANDING, ...FINAL].map((state, index) =>
        ada.delivery('toAgent', index + 10, { state, ...at(0) }),
      );
      await ada.commit({
        enqueue: [three, two, one, ada.delivery('toCustomer', 1, at(0)), ...others].flatMap((x) => x ?? []),
      });
      await bob.commit({ enqueue: [bob.delivery('toAgent', 1, at(0))] });
      assert.deepEqual(await store.overdue(ada.customer.id, 'toAgent', START_MS + 3), [one, two]);
      assert.deepEqual(await store.overdue(ada.customer.id, 'toAgent', START_MS + 1), []);
      assert.equal((await store.overdue(ada.customer.id, 'toCustomer', START_MS + 1)).length, 1);
      assert.deepEqual(await store.overdue(customerOf('nobody').id, 'toAgent', START_MS + 9), []);
    }));

  it('in any state and with any body', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const bodies = bodiesOf(ada);
      const message = ada.message('told');
      const enqueue = bodies.map((body, index) =>
        ada.delivery('toCustomer', index, {
          body,
          state: (['pending', ...OUTSTANDING, ...FINAL] as const)[index % 9] ?? 'pending',
          attempts: index,
          landsUntil: UNTIL,
          settledAt: START_MS + index,
          remoteKey: `key-${index}`,
          repeated: index % 2 === 1,
          retryOf: index % 3 === 1 ? deliveryId('failed before') : null,
          reason: 'why',
          timelineNumber: index,
        }),
      );
      await ada.commit({ messages: [message], enqueue });
      for (const delivery of enqueue) assert.deepEqual(await rowOf(store, delivery.id), delivery);
      const again = ada.messageDelivery('toCustomer', 100, message);
      await ada.commit({ enqueue: [again] });
      assert.deepEqual(await rowOf(store, again.id), again);
    }));

  it('and knows where each one goes', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const delivery = ada.delivery('toCustomer', 1);
      await ada.commit({ enqueue: [delivery] });
      const { channel, address } = ada.customer;
      assert.deepEqual(await store.delivery(delivery.id), { ...delivery, channel, address });
      assert.equal(await store.delivery(deliveryId('none')), null);
    }));
}

function bodiesOf(ada: CustomerSteps): readonly DeliveryBody[] {
  const { id, author, text, sentAt, late } = ada.message('told');
  const whole: DeliveryBody = { kind: 'message', messageId: id, author, text, sentAt, late, part: 1, parts: 1 };
  const failure = { code: 'a.b', scope: 'message', retryable: false, retryAfterMs: 5, human: 'No.' } as const;
  return [
    whole,
    { ...whole, text: 'text', part: 1, parts: 2 },
    { ...whole, text: ' of told', part: 2, parts: 2 },
    { ...whole, author: { kind: 'system', name: 'Trunkline' }, sentAt: sentAt + 1, late: true },
    { ...whole, messageId: messageId('of another time') },
    { kind: 'status', status: 'joined', agentName: 'Grace', text: null, at: START_MS, reason: null },
    { kind: 'status', status: 'ended', agentName: null, text: 'Bye.', at: START_MS, reason: 'agent' },
    { kind: 'failure', text: null, messageId: id, failure, at: START_MS },
  ];
}

function sending(delivery: Delivery | undefined): Delivery | undefined {
  return delivery && { ...delivery, state: 'sending', attempts: delivery.attempts + 1, landsUntil: UNTIL };
}

function sorted(deliveries: readonly Delivery[] | undefined): readonly Delivery[] {
  return [...(deliveries ?? [])].sort((one, other) => (one.id < other.id ? -1 : 1));
}

async function rowOf(store: Store, id: Delivery['id'] | undefined): Promise<Delivery | undefined> {
  const details = id === undefined ? null : await store.delivery(id);
  if (details === null) return undefined;
  const { channel: _, address: __, ...delivery } = details;
  return delivery;
}
