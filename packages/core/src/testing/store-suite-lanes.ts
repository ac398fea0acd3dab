import assert from 'node:assert/strict';
import type { DeliveryChange } from '../contracts/store.ts';
import type { Delivery, Direction } from '../domain/delivery.ts';
import type { SuiteRunner } from './runner.ts';
import { type StoreHarness, withStore } from './store-suite-harness.ts';
import { type CustomerSteps, idsOf, knownCustomer, START_MS } from './store-suite-samples.ts';

const LATER = START_MS + 60_000;

/** The order within a lane is that of `seq`, which may be zero or negative, whatever was created first. */
export function testStoreLanes({ it }: SuiteRunner, harness: StoreHarness): void {
  it('and claims what was put in front first, below zero too', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const lane = laneOf(ada, [1, 0, -1, -10, -9, 10, 9]);
      const other = ada.delivery('toCustomer', -1_000);
      await ada.commit({ enqueue: [...lane.slice(0, 2), other] });
      await ada.commit({ enqueue: lane.slice(2) });
      const claimed: number[] = [];
      for (const _ of lane) {
        const next = await claim(ada, 'toAgent');
        claimed.push(...next.map(({ seq }) => seq));
        await ada.commit({ change: idsOf(next).map((id): DeliveryChange => ({ id, state: 'sent' })) });
      }
      assert.deepEqual(claimed, [-10, -9, -1, 0, 1, 9, 10]);
      assert.deepEqual(idsOf(await claim(ada, 'toCustomer')), [other.id]);
    }));

  it('and claims what the same step has put in front of what it frees', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const [first, next] = [ada.delivery('toAgent', 0), ada.delivery('toAgent', 1)];
      await ada.commit({ enqueue: [next, first] });
      assert.deepEqual(idsOf(await claim(ada, 'toAgent')), [first.id]);
      const front = ada.delivery('toAgent', -1);
      const { claimed } = await ada.commit({
        enqueue: [front],
        change: [{ id: first.id, state: 'pending', landsUntil: null }],
        claim: [{ direction: 'toAgent', landsUntil: LATER }],
      });
      assert.deepEqual(claimed, [{ ...front, state: 'sending', attempts: 1, landsUntil: LATER }]);
      assert.deepEqual((await store.load(ada.customer))?.outstanding, claimed);
    }));

  it('and keeps each place when it carries over to the next conversation', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const bob = await knownCustomer(store, 'bob');
      const [from, to] = [ada.conversationId('one'), ada.conversationId('two')];
      const theirs = bob.delivery('toAgent', -5, { conversationId: from });
      await bob.commit({ enqueue: [theirs] });
      await ada.commit({ enqueue: [...laneOf(ada, [2, -3, 0]), ...laneOf(ada, [-4, -2, -1], { conversationId: to })] });
      const { claimed } = await ada.commit({
        carryOver: { from, to },
        claim: [{ direction: 'toAgent', landsUntil: LATER }],
      });
      assert.deepEqual(claimed.map(placeOf), [[-4, to]]);
      const left = await store.overdue(ada.customer.id, 'toAgent', LATER);
      assert.deepEqual(
        left.map(placeOf),
        [-3, -2, -1, 0, 2].map((seq) => [seq, to]),
      );
      assert.equal((await store.delivery(theirs.id))?.conversationId, from);
    }));

  it('and tells which pending ones are overdue in the order of the lane', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const enqueue = [1, -1, 0, -2].map((seq, index) => ada.delivery('toAgent', seq, { createdAt: START_MS + index }));
      await ada.commit({ enqueue });
      const overdue = async (before: number) =>
        (await store.overdue(ada.customer.id, 'toAgent', before)).map(({ seq }) => seq);
      assert.deepEqual(await overdue(LATER), [-2, -1, 0, 1]);
      assert.deepEqual(await overdue(START_MS + 3), [-1, 0, 1]);
    }));
}

function laneOf(steps: CustomerSteps, seqs: readonly number[], fields: Partial<Delivery> = {}): readonly Delivery[] {
  return seqs.map((seq) => steps.delivery('toAgent', seq, fields));
}

async function claim(steps: CustomerSteps, direction: Direction): Promise<readonly Delivery[]> {
  return (await steps.commit({ claim: [{ direction, landsUntil: LATER }] })).claimed;
}

function placeOf({ seq, conversationId }: Delivery): readonly [number, string] {
  return [seq, conversationId];
}
