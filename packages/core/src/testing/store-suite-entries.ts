import assert from 'node:assert/strict';
import type { SuiteRunner } from './runner.ts';
import { reopen, type StoreHarness, withStore } from './store-suite-harness.ts';

export function testStoreEntries({ it }: SuiteRunner, harness: StoreHarness): void {
  it('each by its key, apart from every other scope, and replaces or removes it', () =>
    withStore(harness, async (store) => {
      assert.equal(await store.entry('a', 'k'), null);
      await store.putEntries('a', { k: { n: [1, 'ü', null] } });
      await store.putEntries('b', { k: 'other' });
      assert.deepEqual(await store.entry('a', 'k'), { n: [1, 'ü', null] });
      await store.putEntries('a', { k: false });
      assert.equal(await store.entry('a', 'k'), false);
      await store.putEntries('a', { k: null });
      assert.equal(await store.entry('a', 'k'), null);
      assert.equal(await store.entry('b', 'k'), 'other');
    }));

  it('in the order of keys, a page at a time, those with a prefix', () =>
    withStore(harness, async (store) => {
      await store.putEntries('a', { 'x/2': 2, 'x/1': 1, 'x%': 0, 'X/1': 8, 'x/3': 3, y: 9 });
      const page = { prefix: 'x/', after: null, limit: 2 };
      assert.deepEqual(await store.entries('a', page), [
        { key: 'x/1', value: 1 },
        { key: 'x/2', value: 2 },
      ]);
      assert.deepEqual(await store.entries('a', { ...page, after: 'x/2' }), [{ key: 'x/3', value: 3 }]);
      assert.deepEqual(
        (await store.entries('a', { prefix: '', after: null, limit: 9 })).map(({ key }) => key),
        ['X/1', 'x%', 'x/1', 'x/2', 'x/3', 'y'],
      );
      assert.deepEqual(await store.entries('b', page), []);
    }));

  it('beyond the process that wrote them, also when it was killed', () =>
    withStore(harness, async (store, database) => {
      await Promise.all([store.putEntries('a', { one: 1, two: 2 }), store.putEntries('a', { two: 3 })]);
      const second = await reopen(store, database);
      assert.equal(await second.entry('a', 'one'), 1);
      assert.equal(await second.entry('a', 'two'), 3);
    }));

  it('and shows them to readers', () =>
    withStore(harness, async (store, database) => {
      await store.putEntries('a', { k: 1 });
      const reader = await database.openReader();
      assert.equal(await reader.entry('a', 'k'), 1);
      assert.deepEqual(await reader.entries('a', { prefix: 'k', after: null, limit: 1 }), [{ key: 'k', value: 1 }]);
    }));
}
