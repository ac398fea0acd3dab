import { readFile } from 'node:fs/promises';
import { conversationId, type DeliveryChange, deliveryId } from '@trunkline/core';
import { knownCustomer } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../test/test-database.ts';
import type { Database } from './database.ts';

it('keeps the text of a message once, though a delivery and the timeline tell it too', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    const ada = await knownCustomer(store, 'ada');
    const marker = 'a text that stands nowhere else';
    const message = ada.message('one', { text: marker });
    const delivery = ada.messageDelivery('toAgent', 1, message);
    await ada.commit({ messages: [message], enqueue: [delivery], timeline: [ada.messageEntry(1, message)] });
    expect(await store.delivery(delivery.id)).toMatchObject({ body: { text: marker } });
    await store.close();
    expect((await readFile(database.file, 'latin1')).split(marker)).toHaveLength(2);
  }));

it('finds everything by a key or an index, whatever the size of the tables, and sorts nothing', () =>
  withDatabase(async (database) => {
    const statements: string[] = [];
    const recording = (file: string): Database => {
      const connection = database.connect(file);
      return {
        exec: (sql) => connection.exec(sql),
        close: () => connection.close(),
        prepare: (sql) => {
          statements.push(sql);
          return connection.prepare<never>(sql);
        },
      };
    };
    const store = await database.open({ openDatabase: recording });
    const unsettled = ['pending', 'waiting'] as const;
    const one = conversationId('one');
    for (const newestFirst of [false, true]) {
      for (const states of [['failed'], ['failed', 'expired'], unsettled, [...unsettled, 'failed']] as const) {
        await store.deliveries({ states, newestFirst, limit: 1 });
        await store.deliveries({ conversationId: one, states, newestFirst, limit: 1 });
      }
      await store.deliveries({ conversationId: one, newestFirst, limit: 1 });
    }
    const connection = database.connect();
    const searched = statements.filter(
      (sql) => /^\s*(SELECT|UPDATE|DELETE)/.test(sql) && !/ownership|sqlite_schema/.test(sql),
    );
    expect(searched.length).toBeGreaterThan(15);
    for (const sql of searched) {
      const plan = connection.prepare<{ readonly detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
      const steps = plan.map(({ detail }) => detail).filter((detail) => detail !== 'SCAN inbox');
      expect(
        steps.filter((step) => /SCAN \w+$|TEMP B-TREE/.test(step)),
        sql,
      ).toEqual([]);
    }
    connection.close();
  }));

/** How many entries each index of deliveries has that holds only some of them. */
function entriesOf(database: TestDatabase, names: readonly string[]): readonly number[] {
  const connection = database.connect();
  const cells = connection.prepare<{ readonly cells: number | null }>(
    "SELECT sum(ncell) AS cells FROM dbstat WHERE name = ? AND pagetype = 'leaf'",
  );
  const entries = names.map((name) => cells.get(name)?.cells ?? 0);
  connection.close();
  return entries;
}

it('has what is sent or delivered in no index of states, and what awaits a receipt only until it has it', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    const ada = await knownCustomer(store, 'ada');
    const partial = ['deliveries_awaiting', 'deliveries_unfinished', 'deliveries_unsent'];
    const rows = Array.from({ length: 30 }, (_, seq) => ada.delivery('toCustomer', seq, { timelineNumber: seq + 1 }));
    const all = async (fields: Omit<DeliveryChange, 'id'>) =>
      ada.commit({ change: rows.map(({ id }) => ({ id, ...fields })) });
    await ada.commit({ enqueue: rows });
    expect(entriesOf(database, partial)).toEqual([0, 30, 0]);
    await all({ state: 'sent', awaitsReceipt: true });
    expect(entriesOf(database, partial)).toEqual([30, 0, 0]);
    await all({ state: 'delivered' });
    expect(entriesOf(database, partial)).toEqual([0, 0, 0]);
    const others = rows.map((row) => ({ ...row, id: deliveryId(`other-${row.id}`), seq: row.seq + 100 }));
    await ada.commit({ enqueue: others });
    await ada.commit({ change: others.map(({ id }) => ({ id, state: 'sent' })) });
    expect(entriesOf(database, partial)).toEqual([0, 0, 0]);
  }));
