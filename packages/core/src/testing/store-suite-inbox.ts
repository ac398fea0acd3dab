import assert from 'node:assert/strict';
import type { InboxItem, Store } from '../contracts/store.ts';
import { type ManualClock, settle } from './manual-clock.ts';
import type { SuiteRunner } from './runner.ts';
import { reopen, type StoreHarness, withStore } from './store-suite-harness.ts';
import { customerOf, idsOf, knownCustomer, START_MS } from './store-suite-samples.ts';

export function testStoreInbox({ it }: SuiteRunner, harness: StoreHarness): void {
  it('in the order of recording, until a step consumes an item', () =>
    withStore(harness, async (store, database) => {
      const ada = await knownCustomer(store, 'ada');
      const items = ['c', 'a', 'b', 'd'].map((id) => itemOf(id, { type: 'end', id }));
      for (const item of items) await store.record(item);
      assert.deepEqual(await store.inbox(10), items);
      assert.deepEqual(await store.inbox(2), items.slice(0, 2));
      await ada.commit({ inbox: 'a' });
      assert.deepEqual(idsOf(await store.inbox(10)), ['c', 'b', 'd']);
      const second = await reopen(store, database);
      assert.deepEqual(idsOf(await second.inbox(10)), ['c', 'b', 'd']);
    }));

  it('for items that a fenced step did not consume', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      await store.record(itemOf('kept'));
      assert.equal((await ada.attempt({ version: 5, inbox: 'kept' })).outcome, 'fenced');
      assert.deepEqual(idsOf(await store.inbox(10)), ['kept']);
    }));

  it('that readers may write, whether an owner runs or not', () =>
    withStore(harness, async (store, database) => {
      const first = await database.openReader();
      await first.record(itemOf('beside the owner'));
      assert.deepEqual(idsOf(await store.inbox(10)), ['beside the owner']);
      await store.close();
      const second = await database.openReader();
      await second.record(itemOf('without an owner'));
      const items = await (await database.open()).inbox(10);
      assert.deepEqual(idsOf(items), ['beside the owner', 'without an owner']);
    }));

  it('and calls back about what it recorded itself', () =>
    withStore(harness, async (store, { clock }) => {
      const watcher = new Watcher(store);
      await store.record(itemOf('one'));
      await eventually(clock, () => watcher.found.includes('one'));
      await store.record(itemOf('two'));
      await eventually(clock, () => watcher.found.includes('two'));
    }));

  it('and calls back about what a reader recorded', () =>
    withStore(harness, async (store, database) => {
      const watcher = new Watcher(store);
      const reader = await database.openReader();
      for (const id of ['one', 'two']) {
        await reader.record(itemOf(id));
        await eventually(database.clock, () => watcher.found.includes(id));
      }
    }));

  it('and never calls back while a call is under way, but once more after it', () =>
    withStore(harness, async (store, database) => {
      const watcher = new Watcher(store);
      const reader = await database.openReader();
      const release = watcher.hold();
      await store.record(itemOf('one'));
      await eventually(database.clock, () => watcher.calls === 1);
      await store.record(itemOf('two'));
      await reader.record(itemOf('three'));
      await database.clock.advance(60_000);
      assert.equal(watcher.calls, 1);
      release();
      await eventually(database.clock, () => watcher.found.includes('three'));
      assert.equal(watcher.mostAtOnce, 1);
    }));

  it('and calls back no more when told to stop or closed', () =>
    withStore(harness, async (store, database) => {
      const [first, second] = [new Watcher(store), new Watcher(store)];
      first.stop();
      await store.record(itemOf('one'));
      await eventually(database.clock, () => second.found.includes('one'));
      assert.equal(first.calls, 0);
      second.stop();
      const calls = second.calls;
      await store.record(itemOf('two'));
      await database.clock.advance(60_000);
      assert.equal(second.calls, calls);
      const third = new Watcher(store);
      await store.close();
      const callsBefore = third.calls;
      await (await database.openReader()).record(itemOf('three'));
      await database.clock.advance(60_000);
      assert.equal(third.calls, callsBefore);
    }));
}

/** Reads the inbox whenever it is called; has found what was there when the call began. */
class Watcher {
  calls: number = 0;
  mostAtOnce: number = 0;
  found: readonly string[] = [];
  readonly stop: () => void;
  #running = 0;
  #gate: Promise<void> = Promise.resolve();

  constructor(store: Store) {
    this.stop = store.onWork(async () => {
      this.calls += 1;
      this.#running += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#running);
      const found = idsOf(await store.inbox(100));
      await this.#gate;
      this.found = found;
      this.#running -= 1;
    });
  }

  /** Calls take until they are released. */
  hold(): () => void {
    let release = (): void => {};
    this.#gate = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }
}

function itemOf(id: string, event: InboxItem['event'] = null): InboxItem {
  return { id, customerId: customerOf('ada').id, at: START_MS, event };
}

/** Waits for what should happen soon: a minute of the store's clock. */
async function eventually(clock: ManualClock, isSo: () => boolean): Promise<void> {
  for (let second = 0; second < 60; second += 1) {
    await settle();
    if (isSo()) return;
    await clock.advance(1_000);
  }
  assert.ok(isSo(), 'did not happen within a minute');
}
