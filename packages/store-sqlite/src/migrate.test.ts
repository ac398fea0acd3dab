import { customerId } from '@trunkline/core';
import { customerOf } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../test/test-database.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';

/** The file as a bridge of that schema left it. */
function leave(database: TestDatabase, version: number, sql: string): void {
  const connection = database.connect();
  connection.exec(`PRAGMA journal_mode = WAL; ${MIGRATIONS.slice(0, version).join(';')}; ${sql};
    PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version}`);
  connection.close();
}

const ADA = customerOf('ada');
const OF_THE_FIRST = `
  UPDATE ownership SET epoch = 7;
  INSERT INTO customers VALUES (1, '${ADA.id}', '${ADA.channel}', '${ADA.address}', 3, 1, '"kept"');
  INSERT INTO names VALUES ('${ADA.channel}', '${ADA.address}', 1);
  INSERT INTO deliveries (id, customer, conversation, direction, seq, body, state, attempts, created_at, repeated)
  VALUES
    ('told', 1, 'one', 1, 1, '{"kind":"failure","messageId":"m","failure":{"code":"a.b"},"at":5}', 0, 0, 1, 0),
    ('joined', 1, 'one', 1, 2, '{"kind":"status","status":"joined","at":6}', 0, 0, 1, 0)`;

it('brings a database of the first schema up to date and keeps what it holds', () =>
  withDatabase(async (database) => {
    leave(database, 1, OF_THE_FIRST);
    await expect(database.openReader()).rejects.toMatchObject({ code: 'store.older' });
    const store = await database.open();
    expect(await store.loadById(customerId(ADA.id))).toMatchObject({ epoch: 8, version: 3, state: 'kept' });
    expect(await store.aliveAt()).toBeNull();
    const [told, joined] = await store.overdue(ADA.id, 'toCustomer', 9);
    expect(told?.body).toEqual({ kind: 'failure', messageId: 'm', failure: { code: 'a.b' }, at: 5, text: null });
    expect([joined?.retryOf, joined?.awaitsReceipt]).toEqual([null, false]);
    expect(joined?.body).toEqual({ kind: 'status', status: 'joined', at: 6 });
    await store.beat(100);
    await store.close();
    expect(await (await database.open()).aliveAt()).toBe(100);
  }));

it('leaves a database as it was when a migration fails half-way, and frees it', () =>
  withDatabase(async (database) => {
    leave(database, 1, `${OF_THE_FIRST}; UPDATE deliveries SET body = 'torn' WHERE id = 'told'`);
    await expect(database.open()).rejects.toMatchObject({ code: 'store.cannot-open' });
    const connection = database.connect();
    expect(connection.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    expect(connection.prepare('SELECT * FROM ownership').get()).toEqual({ only: 1, epoch: 7 });
    connection.exec(`UPDATE deliveries SET body = '{}' WHERE id = 'told'`);
    connection.close();
    expect(await (await database.open()).loadById(ADA.id)).toMatchObject({ epoch: 8 });
  }));
