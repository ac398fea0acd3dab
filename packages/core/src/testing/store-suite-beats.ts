import assert from 'node:assert/strict';
import type { SuiteRunner } from './runner.ts';
import { reopen, type StoreHarness, withStore } from './store-suite-harness.ts';
import { CustomerSteps, customerOf, knownCustomer, START_MS } from './store-suite-samples.ts';

export function testStoreBeats({ it }: SuiteRunner, harness: StoreHarness): void {
  it('which was never, where nobody has owned it before', () =>
    withStore(harness, async (store) => {
      assert.equal(await store.aliveAt(), null);
    }));

  it('by the last beat of the owner before, whether that one crashed or closed', () =>
    withStore(harness, async (store, database) => {
      for (const at of [START_MS, START_MS + 5_000, START_MS + 10_000]) await store.beat(at);
      const second = await reopen(store, database);
      assert.equal(await second.aliveAt(), START_MS + 10_000);
      await second.beat(START_MS + 60_000);
      await second.close();
      assert.equal(await (await database.open()).aliveAt(), START_MS + 60_000);
    }));

  it('and never by its own beats', () =>
    withStore(harness, async (store, database) => {
      await store.beat(START_MS);
      assert.equal(await store.aliveAt(), null);
      const second = await reopen(store, database);
      await second.beat(START_MS + 5_000);
      assert.equal(await second.aliveAt(), START_MS);
    }));

  it('past owners that never lived to their first beat', () =>
    withStore(harness, async (store, database) => {
      await store.beat(START_MS);
      const second = await reopen(store, database);
      await knownCustomer(second, 'ada');
      assert.equal(await (await reopen(second, database)).aliveAt(), START_MS);
    }));

  it('by the last beat even if the clock was set back before it', () =>
    withStore(harness, async (store, database) => {
      await Promise.all([store.beat(START_MS + 5_000), store.beat(START_MS)]);
      assert.equal(await (await reopen(store, database)).aliveAt(), START_MS);
    }));

  it('whatever becomes of the commits of the same moment', () =>
    withStore(harness, async (store, database) => {
      const ada = await knownCustomer(store, 'ada', { seen: [new CustomerSteps(store, customerOf('ada')).seen('1')] });
      const [kept, refused] = await Promise.allSettled([store.beat(START_MS), ada.attempt({ seen: [ada.seen('1')] })]);
      assert.deepEqual([kept.status, refused.status], ['fulfilled', 'rejected']);
      await Promise.all([store.beat(START_MS + 1), ada.commit({ state: 'kept' })]);
      const second = await reopen(store, database);
      assert.equal(await second.aliveAt(), START_MS + 1);
      assert.equal((await second.load(ada.customer))?.state, 'kept');
    }));

  it('as a reader too, whose own beats count for nothing', () =>
    withStore(harness, async (store, database) => {
      await store.beat(START_MS);
      const reader = await database.openReader();
      assert.equal(await reader.aliveAt(), START_MS);
      await reader.beat(START_MS + 5_000);
      assert.equal(await (await reopen(store, database)).aliveAt(), START_MS);
    }));
}
