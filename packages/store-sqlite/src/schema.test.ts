import { readFile } from 'node:fs/promises';
import { conversationId } from '@trunkline/core';
import { knownCustomer } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { withDatabase } from '../test/test-database.ts';
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
