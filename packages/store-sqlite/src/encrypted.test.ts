import { existsSync, readFileSync } from 'node:fs';
import type { Store } from '@trunkline/core';
import { type CustomerSteps, knownCustomer } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../test/test-database.ts';

const SAID = 'words between two people';
const TOKEN = 'eyJhbGciOi.a-token';
const [OLD, NEW] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string];

/** Everything that people said or that opens something, in every place that there is. */
async function fill(store: Store, name: string): Promise<CustomerSteps> {
  const ada = await knownCustomer(store, name, { state: { session: TOKEN } });
  const message = ada.message('one', {
    text: `${SAID} `.repeat(500),
    author: { kind: 'agent', name: `agent ${SAID}` },
    attachments: [{ url: `https://example.com/${TOKEN}`, name: SAID }],
  });
  const notice = { kind: 'notice', text: SAID, at: 0 } as const;
  await ada.commit({
    state: { session: TOKEN, more: SAID.repeat(400) },
    messages: [message],
    enqueue: [ada.messageDelivery('toAgent', 1, message), ada.delivery('toAgent', 2, { body: notice })],
    timeline: [ada.messageEntry(1, message), ada.entry(2, { body: { type: 'agent.joined', agentName: SAID } })],
    seen: [ada.seen('m1', { fingerprint: SAID })],
  });
  const carryOver = { from: ada.conversationId('one'), to: ada.conversationId('two') };
  await ada.commit({ state: { session: TOKEN }, carryOver });
  await store.record({ id: `i-${name}`, customerId: ada.customer.id, at: 0, event: { note: SAID } });
  await store.putEntries('channel/web', { [`k-${name}`]: { token: TOKEN, text: SAID } });
  return ada;
}

async function reads(store: Store, ada: CustomerSteps): Promise<void> {
  const { customer } = ada;
  expect((await store.load(customer))?.state).toMatchObject({ session: TOKEN });
  expect(await store.messages(ada.conversationId('one'))).toMatchObject([{ author: { name: `agent ${SAID}` } }]);
  const [first, second] = await store.deliveries({ conversationId: ada.conversationId('two'), limit: 9 });
  expect([first?.body, second?.body]).toMatchObject([{ kind: 'message' }, { kind: 'notice', text: SAID }]);
  expect(await store.timeline(customer.id, { after: 1, limit: 1 })).toMatchObject([{ body: { agentName: SAID } }]);
  expect((await store.seen(customer.id, 'received', ['m1'])).get('m1')?.fingerprint).toBe(SAID);
  expect(await store.inbox(9)).toContainEqual(expect.objectContaining({ event: { note: SAID } }));
  expect(await store.entries('channel/web', { prefix: 'k-', after: null, limit: 9 })).toContainEqual(
    expect.objectContaining({ value: { token: TOKEN, text: SAID } }),
  );
}

/** What stands readable in any of the files. */
function found({ file }: TestDatabase): readonly string[] {
  const bytes = [file, `${file}-wal`].filter((name) => existsSync(name)).map((name) => readFileSync(name));
  return [SAID, TOKEN].filter((words) => bytes.some((one) => one.includes(words)));
}

describe('an encrypted store', () => {
  it('shows in its files neither what was said nor a token', () =>
    withDatabase(async (database) => {
      database.encryptionKeys = [NEW];
      const store = await database.open();
      const ada = await fill(store, 'ada');
      expect(found(database)).toEqual([]);
      await reads(store, ada);
      await reads(await database.openReader(), ada);
      await store.close();
      expect(found(database)).toEqual([]);
      await reads(await database.open(), ada);
    }));

  it('reads what was there before the key, and of an earlier key; rekey encrypts it all with the first', () =>
    withDatabase(async (database) => {
      const customers: CustomerSteps[] = [];
      for (const [name, keys] of [
        ['ada', null],
        ['bob', [OLD]],
        ['cy', [NEW, OLD]],
      ] as const) {
        database.encryptionKeys = keys;
        const store = await database.open();
        customers.push(await fill(store, name));
        for (const one of customers) await reads(store, one);
        await store.close();
      }
      expect(found(database)).toEqual([SAID, TOKEN]);

      const store = await database.open();
      const steps: number[] = [];
      await store.rekey?.((done, all) => void steps.push(done / all));
      expect(steps.at(-1)).toBe(1);
      expect(steps).toEqual(steps.toSorted((one, other) => one - other));
      expect(found(database)).toEqual([]);
      await store.close();

      database.encryptionKeys = [NEW];
      const after = await database.open();
      for (const one of customers) await reads(after, one);
    }));

  it('goes on where a rekey was broken off', () =>
    withDatabase(async (database) => {
      const store = await database.open();
      const ada = await fill(store, 'ada');
      await store.close();
      database.encryptionKeys = [NEW];
      const second = await database.open();
      const killed = second.rekey?.(() => {
        throw new Error('killed');
      });
      await expect(killed).rejects.toThrow('killed');
      await second.close();
      const third = await database.open();
      await third.rekey?.(() => undefined);
      expect(found(database)).toEqual([]);
      await reads(third, ada);
    }));

  it.each<[string, readonly string[] | null, string]>([
    ['another key', [OLD], 'a key that store.encryptionKey does not have'],
    ['no key', null, 'the config has no store.encryptionKey'],
  ])('is not opened with %s, and nothing is written', (_, keys, sentence) =>
    withDatabase(async (database) => {
      database.encryptionKeys = [NEW];
      const store = await database.open();
      const ada = await fill(store, 'ada');
      await store.close();
      const before = readFileSync(database.file);
      database.encryptionKeys = keys;
      for (const open of [() => database.open(), () => database.openReader()])
        await expect(open()).rejects.toMatchObject({
          code: 'store.wrong-key',
          message: expect.stringContaining(sentence),
        });
      expect(readFileSync(database.file).equals(before)).toBe(true);
      database.encryptionKeys = [NEW];
      await reads(await database.open(), ada);
    }),
  );
});
