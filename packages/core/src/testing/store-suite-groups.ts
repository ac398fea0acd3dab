import assert from 'node:assert/strict';
import type { SuiteRunner } from './runner.ts';
import { type StoreHarness, withStore } from './store-suite-harness.ts';
import { CustomerSteps, customerOf, knownCustomer } from './store-suite-samples.ts';

const CUSTOMERS = Array.from({ length: 20 }, (_, index) => `customer-${index}`);
const VERSIONS = [0, 1, 2, 3, 4];

export function testStoreGroups({ it }: SuiteRunner, harness: StoreHarness): void {
  it('and keeps the order of each customer', () =>
    withStore(harness, async (store) => {
      const { epoch } = await knownCustomer(store, 'first');
      const results = await Promise.all(
        VERSIONS.flatMap((version) =>
          CUSTOMERS.map((name) => {
            const steps = new CustomerSteps(store, customerOf(name));
            const message = steps.message(String(version));
            const delivery = steps.messageDelivery('toAgent', version, message);
            return steps.attempt({
              version,
              epoch: version === 0 ? null : epoch,
              state: version,
              messages: [message],
              enqueue: [delivery],
              timeline: [steps.messageEntry(version + 1, message)],
            });
          }),
        ),
      );
      assert.ok(results.every(({ outcome }) => outcome === 'committed'));
      for (const name of CUSTOMERS) {
        const steps = new CustomerSteps(store, customerOf(name));
        const texts = VERSIONS.map((version) => steps.message(String(version)).text);
        assert.equal((await store.load(steps.customer))?.state, VERSIONS.at(-1));
        const messages = await store.messages(steps.conversationId('one'));
        assert.deepEqual(
          messages.map(({ text }) => text),
          texts,
        );
        const timeline = await store.timeline(steps.customer.id, { after: 0, limit: 100 });
        assert.deepEqual(
          timeline.map(({ number }) => number),
          [1, 2, 3, 4, 5],
        );
      }
    }));

  it('and lets one of two that are based on the same version win', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const results = await Promise.all(['one', 'two', 'three'].map((state) => ada.attempt({ state })));
      assert.deepEqual(results.map(({ outcome }) => outcome).sort(), ['committed', 'fenced', 'fenced']);
      const winner = ['one', 'two', 'three'][results.findIndex(({ outcome }) => outcome === 'committed')];
      const record = await store.load(ada.customer);
      assert.equal(record?.version, 2);
      assert.equal(record?.state, winner);
    }));

  it('and lets one customer be created once', () =>
    withStore(harness, async (store) => {
      const results = await Promise.all(
        ['one', 'two'].map((id) => new CustomerSteps(store, { ...customerOf('ada'), id: customerOf(id).id }).attempt()),
      );
      assert.deepEqual(results.map(({ outcome }) => outcome).sort(), ['committed', 'fenced']);
    }));

  it('and lets one that is refused fail alone', () =>
    withStore(harness, async (store) => {
      const bad = await knownCustomer(store, 'bad', {
        timeline: [new CustomerSteps(store, customerOf('bad')).entry(1)],
      });
      const good = await Promise.all(CUSTOMERS.map((name) => knownCustomer(store, name)));
      const commits = good.map((steps) => () => steps.attempt({ state: 'done', timeline: [steps.entry(1)] }));
      const numberedTwice = () => bad.attempt({ state: 'lost', timeline: [bad.entry(1)] });
      const results = await Promise.allSettled(
        [...commits.slice(0, 10), numberedTwice, ...commits.slice(10)].map((commit) => commit()),
      );
      assert.deepEqual(
        results.map((result) => (result.status === 'fulfilled' ? result.value.outcome : result.status)),
        [...Array(10).fill('committed'), 'rejected', ...Array(10).fill('committed')],
      );
      for (const { customer } of good) {
        assert.equal((await store.load(customer))?.state, 'done');
        assert.equal((await store.timeline(customer.id, { after: 0, limit: 10 })).length, 1);
      }
      assert.equal((await store.load(bad.customer))?.version, 1);
      await bad.commit({ timeline: [bad.entry(2)] });
    }));

  it('and shows everything that was committed to whoever reads next', () =>
    withStore(harness, async (store) => {
      await Promise.all(
        CUSTOMERS.map(async (name) => {
          const steps = await knownCustomer(store, name);
          for (const version of VERSIONS) {
            await steps.commit({ state: version });
            assert.equal((await store.load(steps.customer))?.state, version);
          }
        }),
      );
    }));
}
