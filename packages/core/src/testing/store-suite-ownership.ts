import assert from 'node:assert/strict';
import type { Store } from '../contracts/store.ts';
import { customerId } from '../domain/ids.ts';
import type { SuiteRunner } from './runner.ts';
import { reopen, type StoreHarness, withStore } from './store-suite-harness.ts';
import { CustomerSteps, customerOf, idsOf, knownCustomer, START_MS, taken } from './store-suite-samples.ts';

const FENCED = { outcome: 'fenced' };

export function testStoreOwnership({ it }: SuiteRunner, harness: StoreHarness): void {
  it('what it has loaded, and says until when', () =>
    withStore(harness, async (store, database) => {
      await knownCustomer(store, 'ada');
      assert.ok(store.ownedUntil() > database.clock.monotonic());
    }));

  it('nothing that has moved on: a step based on another version does nothing', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      await ada.commit({ state: 'kept' });
      const wishes = { state: 'lost', messages: [ada.message('lost')], seen: [ada.seen('lost')] };
      assert.deepEqual(await ada.attempt({ ...wishes, version: 1 }), FENCED);
      assert.deepEqual(await ada.attempt({ ...wishes, version: 3 }), FENCED);
      assert.deepEqual(await ada.attempt({ ...wishes, version: 0, epoch: null }), FENCED);
      assert.equal((await store.load(ada.customer))?.state, 'kept');
      assert.deepEqual(await store.messages(ada.conversationId('one')), []);
      assert.equal((await store.seen(ada.customer.id, 'received', ['lost'])).size, 0);
    }));

  it('no customer that it has never seen', () =>
    withStore(harness, async (store) => {
      const ada = new CustomerSteps(store, customerOf('ada'));
      assert.deepEqual(await ada.attempt({ version: 1, epoch: 1 }), FENCED);
      assert.equal(await store.load(ada.customer), null);
    }));

  it('one customer for each name: a new one with a known name does nothing', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada', { aliases: [customerOf('countess').address], state: 'kept' });
      for (const name of ['ada', 'countess']) {
        const second = new CustomerSteps(store, { ...customerOf(name), id: customerId('second') });
        assert.deepEqual(await second.attempt({ state: 'lost' }), FENCED);
        assert.equal((await store.load(customerOf(name)))?.customer.id, ada.customer.id);
      }
      assert.equal(await store.loadById(customerId('second')), null);
    }));

  it('nothing any more once another owner has loaded it', () =>
    withStore(harness, async (store, database) => {
      const before = await knownCustomer(store, 'ada', { state: 'kept' });
      const second = await reopen(store, database);
      const after = await taken(second, before.customer);
      assert.deepEqual(await after.attempt({ epoch: before.epoch, state: 'lost' }), FENCED);
      assert.equal((await second.load(before.customer))?.state, 'kept');
      assert.equal((await second.load(before.customer))?.version, 1);
      await after.commit({ state: 'moved on' });
    }));

  it('what it loads by name, by id or as active', () =>
    withStore(harness, async (store, database) => {
      const { customer } = await knownCustomer(store, 'ada');
      const loads = [
        (from: Store) => from.load(customer),
        (from: Store) => from.loadById(customer.id),
        async (from: Store) => (await from.active({ after: null, limit: 1 }))[0],
      ];
      let owner = store;
      for (const load of loads) {
        owner = await reopen(owner, database);
        const record = await load(owner);
        assert.ok(record);
        const { epoch, version } = record;
        const commit = { customer, epoch, version, state: null, active: true, at: START_MS };
        assert.equal((await owner.commit(commit)).outcome, 'committed');
      }
    }));

  it('every active customer after a restart, page by page, each once', () =>
    withStore(harness, async (store, database) => {
      const names = ['e', 'b', 'a', 'd', 'f', 'c', 'g'];
      for (const name of names) await knownCustomer(store, name, { active: name !== 'c' });
      await (await taken(store, customerOf('d'))).commit({ active: false });
      await (await taken(store, customerOf('c'))).commit({ active: true });
      const second = await reopen(store, database);
      const found = [];
      for (let page = await second.active({ after: null, limit: 2 }); page.length > 0; ) {
        assert.ok(page.length <= 2);
        found.push(...page.map(({ customer }) => customer));
        page = await second.active({ after: found.at(-1)?.id ?? null, limit: 2 });
      }
      assert.deepEqual(
        [...idsOf(found)].sort(),
        ['a', 'b', 'c', 'e', 'f', 'g'].map((name) => customerOf(name).id),
      );
    }));

  it('nothing as a reader, which sees everything and takes nothing from the owner', () =>
    withStore(harness, async (store, database) => {
      const ada = await knownCustomer(store, 'ada', { state: 'kept' });
      const reader = await database.openReader();
      assert.ok(reader.ownedUntil() <= database.clock.monotonic());
      const read = await taken(reader, ada.customer);
      assert.equal(read.version, 1);
      assert.deepEqual(await read.attempt({ state: 'lost' }), FENCED);
      assert.deepEqual(await new CustomerSteps(reader, customerOf('bob')).attempt(), FENCED);
      await ada.commit({ state: 'by the owner' });
      assert.equal((await reader.load(ada.customer))?.state, 'by the owner');
    }));

  it('nothing after close: another may open, and calls reject', () =>
    withStore(harness, async (store, database) => {
      const ada = await knownCustomer(store, 'ada');
      const last = ada.attempt({ state: 'last' });
      await store.close();
      assert.equal((await last).outcome, 'committed');
      assert.ok(store.ownedUntil() <= database.clock.monotonic());
      const item = { id: 'i', customerId: ada.customer.id, at: START_MS, event: null };
      const calls = [
        () => store.load(ada.customer),
        () => store.loadById(ada.customer.id),
        () => store.active({ after: null, limit: 1 }),
        () => store.seen(ada.customer.id, 'received', ['1']),
        () => store.commit(ada.step()),
        () => store.delivery(ada.delivery('toAgent', 1).id),
        () => store.overdue(ada.customer.id, 'toAgent', START_MS),
        () => store.awaitingReceipt(ada.customer.id, { after: 0, upTo: 1, limit: 1 }),
        () => store.timeline(ada.customer.id, { after: 0, limit: 1 }),
        () => store.beat(START_MS),
        () => store.aliveAt(),
        () => store.record(item),
        () => store.inbox(1),
        () => store.conversations({ limit: 1 }),
        () => store.conversation(ada.conversationId('one')),
        () => store.messages(ada.conversationId('one')),
        () => store.deliveries({ limit: 1 }),
      ];
      for (const call of calls) await assert.rejects(call(), call.toString());
      const second = await database.open();
      assert.equal((await second.load(ada.customer))?.state, 'last');
      assert.deepEqual(await second.inbox(1), []);
    }));
}
