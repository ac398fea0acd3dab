import { existsSync, readFileSync } from 'node:fs';
import { nodeId, type Store } from '@trunkline/core';
import { type CustomerSteps, knownCustomer } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../test/test-database.ts';
import { storeDriver } from './store-driver.ts';

const START_MS = Date.UTC(2026, 0, 1);
const SAID = 'what nobody is to read again';
/** Long enough to need pages of its own. */
const LONG = `${SAID} `.repeat(2_000);

async function said(store: Store): Promise<CustomerSteps> {
  const ada = await knownCustomer(store, 'ada', { state: { token: SAID } });
  const message = ada.message('one', { text: LONG });
  await ada.commit({
    state: { token: LONG },
    active: false,
    conversations: [ada.conversation('one', { state: 'ended', openedAt: START_MS - 9, endedAt: START_MS })],
    messages: [message],
    enqueue: [ada.messageDelivery('toAgent', 1, message, { state: 'sent', reason: SAID })],
    timeline: [ada.messageEntry(1, message), ada.entry(2, { body: { type: 'agent.joined', agentName: SAID } })],
  });
  return ada;
}

/** Where the words still stand, as somebody who has the files would find them. */
function found({ file }: TestDatabase): readonly string[] {
  return [file, `${file}-wal`].filter((name) => existsSync(name) && readFileSync(name).includes(SAID));
}

describe('what was removed', () => {
  it('stands in no file any more, once a customer was forgotten', () =>
    withDatabase(async (database) => {
      const store = await database.open();
      const ada = await said(store);
      expect(found(database)).not.toEqual([]);
      await ada.commit({ active: false, forget: { timelineNumber: 2 } });
      expect(found(database)).toEqual([]);
    }));

  it('stands in no file any more, once it was swept and its customer forgotten', () =>
    withDatabase(async (database) => {
      const store = await database.open();
      const ada = await said(store);
      const range = { channel: ada.customer.channel, endedBefore: START_MS + 1, limit: 2 };
      for (let after: string | null = null; ; ) {
        const swept: Awaited<ReturnType<Store['sweep']>> = await store.sweep({ ...range, after });
        if (swept.next === null) break;
        after = swept.next;
      }
      await ada.commit({ state: null, active: false, forget: { timelineNumber: 2 } });
      expect(found(database)).toEqual([]);
    }));

  it('is gone in a moment although somebody reads meanwhile', () =>
    withDatabase(async (database) => {
      const store = await database.open();
      const ada = await said(store);
      const reader = database.connect();
      reader.exec('BEGIN; SELECT count(*) FROM messages');
      reader.prepare('SELECT count(*) FROM messages').all();
      await ada.commit({ active: false, forget: { timelineNumber: 2 } });
      expect(await store.load(ada.customer)).toBeNull();
      reader.exec('COMMIT');
      reader.close();
    }));
});

describe('a backup', () => {
  it('is a whole store of one moment, taken by a reader while the owner writes', () =>
    withDatabase(async (database) => {
      const store = await database.open();
      const ada = await said(store);
      const reader = await database.openReader();
      const copy = `${database.file}.copy`;
      await Promise.all([reader.backup?.(copy), ada.commit({ state: 'later' })]);
      await store.close();
      const restored = await storeDriver.open({
        url: `sqlite:${copy}`,
        role: 'owner',
        node: nodeId('n'),
        clock: database.clock,
        logger: { debug() {}, info() {}, warn() {}, error() {} },
      });
      expect(await restored.messages(ada.conversationId('one'))).toMatchObject([{ text: LONG }]);
      await restored.close();
    }));
});
