import assert from 'node:assert/strict';
import type { DeliveryChange, ReceiptRange, Store } from '../contracts/store.ts';
import type { Delivery, DeliveryState } from '../domain/delivery.ts';
import type { SuiteRunner } from './runner.ts';
import { reopen, type StoreHarness, withStore } from './store-suite-harness.ts';
import { type CustomerSteps, customerOf, idsOf, knownCustomer, START_MS } from './store-suite-samples.ts';

const STATES: readonly DeliveryState[] = [
  ...(['pending', 'sending', 'unknown', 'waiting', 'sent'] as const),
  ...(['failed', 'expired', 'dropped', 'delivered'] as const),
];
const AWAITING = { state: 'sent', awaitsReceipt: true } as const;
const ALL: ReceiptRange = { after: 0, upTo: 1_000, limit: 1_000 };

/** Receipts: the one way in which a final state changes. */
export function testStoreReceipts({ it }: SuiteRunner, harness: StoreHarness): void {
  it('of which a delivery is to know, from the step that says so on', () =>
    withStore(harness, async (store, database) => {
      const ada = await knownCustomer(store, 'ada');
      const delivery = ada.delivery('toCustomer', 1, { state: 'sending', timelineNumber: 4 });
      await ada.commit({ enqueue: [delivery] });
      const change: DeliveryChange = { id: delivery.id, ...AWAITING, settledAt: START_MS, remoteKey: 'k' };
      await ada.commit({ change: [change] });
      const sent = { ...delivery, ...change };
      assert.deepEqual(await awaiting(store, ada), [sent]);
      assert.deepEqual(await awaiting(await reopen(store, database), ada), [sent]);
    }));

  it('that make delivered or failed of it, once', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      for (const [index, state] of (['delivered', 'failed'] as const).entries()) {
        const sent = ada.delivery('toCustomer', index, { ...AWAITING, timelineNumber: 1, settledAt: START_MS });
        await ada.commit({ enqueue: [sent] });
        const receipt = { id: sent.id, state, settledAt: START_MS + 9, remoteKey: 'k', reason: 'so' } as const;
        await ada.commit({ change: [receipt] });
        const settled = { ...sent, ...receipt, awaitsReceipt: false };
        assert.deepEqual(await rowOf(store, sent), settled);
        for (const other of STATES)
          await ada.commit({ change: [{ id: sent.id, state: other, awaitsReceipt: true, reason: 'not so' }] });
        assert.deepEqual(await rowOf(store, sent), settled);
      }
      assert.deepEqual(await awaiting(store, ada), []);
    }));

  it('that make nothing else of it', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const sent = ada.delivery('toCustomer', 1, { ...AWAITING, timelineNumber: 1 });
      await ada.commit({ enqueue: [sent] });
      for (const state of STATES.filter((one) => one !== 'delivered' && one !== 'failed'))
        await ada.commit({
          change: [{ id: sent.id, state, awaitsReceipt: false, reason: 'not so' }],
          claim: [{ direction: 'toCustomer', landsUntil: START_MS }],
        });
      assert.deepEqual(await awaiting(store, ada), [sent]);
    }));

  it('only of what is sent and awaits one', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const final = STATES.slice(STATES.indexOf('sent'));
      const rows = final.map((state, seq) => ada.delivery('toCustomer', seq, { state, timelineNumber: 1 }));
      await ada.commit({ enqueue: rows });
      for (const { id } of rows)
        await ada.commit({
          change: [
            { id, state: 'delivered' },
            { id, state: 'failed' },
          ],
        });
      assert.deepEqual(await Promise.all(rows.map((row) => rowOf(store, row))), rows);
    }));

  it('of a customer in a range of the timeline, oldest first', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const bob = await knownCustomer(store, 'bob');
      const sent = (steps: CustomerSteps, [seq, timelineNumber]: readonly [number, number | null]) =>
        steps.delivery('toCustomer', seq, { ...AWAITING, timelineNumber });
      const places = [
        [9, 7],
        [3, 2],
        [2, 2],
        [1, 10],
        [5, 3],
        [6, null],
      ] as const;
      await ada.commit({ enqueue: places.map((place) => sent(ada, place)) });
      await ada.commit({
        enqueue: STATES.map((state, index) => ada.delivery('toCustomer', 20 + index, { state, timelineNumber: 2 })),
      });
      await bob.commit({ enqueue: [sent(bob, [1, 2])] });
      const found = async (range: Partial<ReceiptRange>) =>
        (await awaiting(store, ada, range)).map(({ seq, timelineNumber }) => [timelineNumber, seq]);
      assert.deepEqual(await found({}), [
        [2, 2],
        [2, 3],
        [3, 5],
        [7, 9],
        [10, 1],
      ]);
      assert.deepEqual(await found({ limit: 2 }), [
        [2, 2],
        [2, 3],
      ]);
      assert.deepEqual(await found({ after: 2, upTo: 7 }), [
        [3, 5],
        [7, 9],
      ]);
      assert.deepEqual(await found({ upTo: 1 }), []);
      assert.equal((await awaiting(store, bob)).length, 1);
      assert.deepEqual(await store.awaitingReceipt(customerOf('nobody').id, ALL), []);
      const change = idsOf(await awaiting(store, ada)).map((id): DeliveryChange => ({ id, state: 'delivered' }));
      await ada.commit({ change });
      assert.deepEqual([await found({}), (await awaiting(store, bob)).length], [[], 1]);
    }));
}

async function awaiting(store: Store, { customer }: CustomerSteps, range: Partial<ReceiptRange> = {}) {
  return store.awaitingReceipt(customer.id, { ...ALL, ...range });
}

async function rowOf(store: Store, { id }: Delivery): Promise<Delivery | null> {
  const details = await store.delivery(id);
  if (details === null) return null;
  const { channel: _, address: __, ...delivery } = details;
  return delivery;
}
