import { type Store, StoreUnavailableError } from '@trunkline/core';
import { CustomerSteps, customerOf, knownCustomer } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../test/test-database.ts';
import { StoreRefusedError } from './sqlite-error.ts';

const LONG_TEXT = 'long '.repeat(20_000);

/** Lets the file grow no further, as a full disk would. */
function fill(database: TestDatabase, store: Store): { free(): void } {
  const connection = database.connectionOf(store);
  const pages = connection.prepare<{ readonly page_count: number }>('PRAGMA page_count').get()?.page_count ?? 0;
  connection.exec(`PRAGMA max_page_count = ${pages}`);
  return { free: () => connection.exec('PRAGMA max_page_count = 1000000') };
}

it('refuses everything of the moment when the disk is full, keeps what it acknowledged, and recovers', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    const ada = await knownCustomer(store, 'ada', { state: 'acknowledged' });
    const bob = await knownCustomer(store, 'bob');
    const disk = fill(database, store);
    const long = ada.message('long', { text: LONG_TEXT });
    const results = await Promise.allSettled([
      bob.attempt({ state: 'with the others' }),
      ada.attempt({ state: 'lost', messages: [long] }),
      store.record({ id: 'lost', customerId: ada.customer.id, at: 0, event: null }),
    ]);
    for (const result of results)
      expect(result).toMatchObject({
        reason: { code: 'store.unavailable', message: 'The disk of the database is full.', retryAfterMs: 5_000 },
      });
    expect(await store.load(ada.customer)).toMatchObject({ version: 1, state: 'acknowledged' });
    expect(await store.load(bob.customer)).toMatchObject({ version: 1 });
    expect(await store.inbox(1)).toEqual([]);

    disk.free();
    await ada.commit({ state: 'found room', messages: [long] });
    await bob.commit();
    await store.close();
    const second = await database.open();
    expect(await second.load(ada.customer)).toMatchObject({ version: 2, state: 'found room' });
    expect(await second.messages(ada.conversationId('one'))).toEqual([long]);
  }));

it('is unavailable while another program holds the database locked, and recovers', () =>
  withDatabase(async (database) => {
    const store = await database.open({ busyTimeoutMs: 10 });
    const ada = await knownCustomer(store, 'ada', { state: 'before' });
    const other = database.connect();
    other.exec('BEGIN IMMEDIATE');
    await expect(ada.attempt({ state: 'lost' })).rejects.toMatchObject({
      code: 'store.unavailable',
      message: 'Another program holds the database locked.',
    });
    await expect(ada.attempt()).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(await store.load(ada.customer)).toMatchObject({ version: 1, state: 'before' });
    other.exec('ROLLBACK');
    await ada.commit({ state: 'after' });
    expect(await store.load(ada.customer)).toMatchObject({ version: 2, state: 'after' });
    other.close();
  }));

it('is unavailable once the connection is gone', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    const ada = await knownCustomer(store, 'ada');
    await database.crash(store);
    await expect(ada.attempt()).rejects.toBeInstanceOf(StoreUnavailableError);
  }));

it('refuses what contradicts it or cannot be kept, without naming what it holds', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    const ada = await knownCustomer(store, 'ada', {
      seen: [new CustomerSteps(store, customerOf('ada')).seen('+15550100')],
    });
    const again = await ada.attempt({ seen: [ada.seen('+15550100')] }).catch((reason: unknown) => reason);
    expect(again).toBeInstanceOf(StoreRefusedError);
    expect(String(again)).not.toContain('+15550100');
    const endless: unknown[] = [];
    endless.push(endless);
    await expect(ada.attempt({ state: endless as never })).rejects.toBeInstanceOf(StoreRefusedError);
    await expect(ada.attempt({ enqueue: [ada.delivery('toAgent', 1, { state: 'lost' as never })] })).rejects.toThrow(
      StoreRefusedError,
    );
    await ada.commit();
  }));

it('rejects a beat while another program holds the database locked', () =>
  withDatabase(async (database) => {
    const store = await database.open({ busyTimeoutMs: 10 });
    await store.beat(1);
    const other = database.connect();
    other.exec('BEGIN IMMEDIATE');
    await expect(store.beat(2)).rejects.toBeInstanceOf(StoreUnavailableError);
    other.close();
    await store.close();
    expect(await (await database.open()).aliveAt()).toBe(1);
  }));

it('takes a commit without an epoch of a new customer only', () =>
  withDatabase(async (database) => {
    const ada = await knownCustomer(await database.open(), 'ada');
    await expect(ada.attempt({ epoch: null })).rejects.toThrow(TypeError);
  }));

it('fences the owner of a database that somebody else has taken over in spite of the lock', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    const ada = await knownCustomer(store, 'ada');
    const other = database.connect();
    other.exec('UPDATE ownership SET epoch = epoch + 1');
    other.close();
    expect(await ada.attempt()).toEqual({ outcome: 'fenced' });
    await store.beat(5);
    await store.close();
    expect(await (await database.open()).aliveAt()).toBeNull();
  }));

it('can be closed twice, and is unavailable after', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    await store.close();
    await store.close();
    await expect(store.inbox(1)).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(() => store.onWork(async () => {})).toThrow(StoreUnavailableError);
    expect(database.clock.armed).toBe(0);
  }));
