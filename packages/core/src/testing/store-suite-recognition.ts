import assert from 'node:assert/strict';
import { messageId } from '../domain/ids.ts';
import type { SuiteRunner } from './runner.ts';
import { reopen, type StoreHarness, withStore } from './store-suite-harness.ts';
import { CustomerSteps, customerOf, knownCustomer } from './store-suite-samples.ts';

/** Names of customers and keys of what came from outside. */
export function testStoreRecognition({ it }: SuiteRunner, harness: StoreHarness): void {
  it('a customer by each of its names, and calls it by the first', () =>
    withStore(harness, async (store, database) => {
      const ada = await knownCustomer(store, 'ada', { aliases: [customerOf('countess').address] });
      await ada.commit({ aliases: [customerOf('lovelace').address, ada.customer.address] });
      const second = await reopen(store, database);
      for (const name of ['ada', 'countess', 'lovelace'])
        assert.deepEqual((await second.load(customerOf(name)))?.customer, ada.customer);
    }));

  it('by a name whoever was given it last', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada', { aliases: [customerOf('countess').address] });
      const bob = await knownCustomer(store, 'bob', { aliases: [customerOf('countess').address] });
      assert.deepEqual((await store.load(customerOf('countess')))?.customer, bob.customer);
      assert.deepEqual((await store.load(ada.customer))?.customer, ada.customer);
      await ada.commit();
    }));

  it('an address on one channel as another customer than the same on another', () =>
    withStore(harness, async (store) => {
      await knownCustomer(store, 'ada');
      const other = { ...customerOf('ada', 'sms'), id: customerOf('ada-sms').id };
      await new CustomerSteps(store, other).commit();
      assert.equal((await store.load(other))?.customer.id, other.id);
      assert.equal((await store.load(customerOf('ada')))?.customer.id, customerOf('ada').id);
    }));

  it('keys by customer and scope, and says as what they were taken in', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const bob = await knownCustomer(store, 'bob');
      const full = ada.seen('1', {
        fingerprint: 'f1',
        messageId: messageId('m1'),
        conversationId: ada.conversationId('one'),
      });
      const elsewhere = ada.seen('1', { scope: 'session-1', fingerprint: 'f2' });
      await ada.commit({ seen: [full, elsewhere, ada.seen('2')] });
      await bob.commit({ seen: [bob.seen('1', { fingerprint: 'f3' })] });
      const found = await store.seen(ada.customer.id, 'received', ['2', '1', '3']);
      assert.deepEqual(
        new Map(found),
        new Map([
          ['1', full],
          ['2', ada.seen('2')],
        ]),
      );
      assert.deepEqual([...(await store.seen(ada.customer.id, 'session-1', ['1', '2'])).values()], [elsewhere]);
      assert.equal((await store.seen(bob.customer.id, 'received', ['1', '2'])).get('1')?.fingerprint, 'f3');
      assert.equal((await store.seen(ada.customer.id, 'received', [])).size, 0);
    }));

  it('many keys at once', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const keys = Array.from({ length: 500 }, (_, index) => `key-${index}`);
      await ada.commit({ seen: keys.map((key) => ada.seen(key)) });
      const found = await store.seen(ada.customer.id, 'received', [...keys, 'new']);
      assert.deepEqual([...found.keys()].sort(), [...keys].sort());
    }));
}
