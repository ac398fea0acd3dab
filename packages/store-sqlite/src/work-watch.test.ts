import { customerId, type InboxItem } from '@trunkline/core';
import { settle } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { withDatabase } from '../test/test-database.ts';

const item = (id: string): InboxItem => ({ id, customerId: customerId('ada'), at: 1, event: null });

it('looks for work only while somebody listens', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    expect(database.clock.armed).toBe(0);
    const stops = [store.onWork(async () => {}), store.onWork(async () => {})];
    expect(database.clock.armed).toBe(1);
    for (const stop of stops) stop();
    expect(database.clock.armed).toBe(0);
  }));

it('calls at once about its own records, and within a second about those of others', () =>
  withDatabase(async (database) => {
    const [store, reader] = [await database.open(), await database.openReader()];
    let calls = 0;
    store.onWork(async () => {
      calls += 1;
    });
    await database.clock.advance(10_000);
    expect(calls).toBe(0);
    await store.record(item('own'));
    expect(calls).toBe(1);
    await database.clock.advance(10_000);
    expect(calls).toBe(1);
    await reader.record(item('another'));
    await settle();
    expect(calls).toBe(1);
    await database.clock.advance(1_000);
    expect(calls).toBe(2);
    await database.clock.advance(10_000);
    expect(calls).toBe(2);
  }));

it('calls about what was left before it began to listen', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    await store.record(item('earlier'));
    let calls = 0;
    store.onWork(async () => {
      calls += 1;
    });
    await database.clock.advance(0);
    expect(calls).toBe(1);
  }));

it('offers work again that a handler failed to take up, and says so', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    let calls = 0;
    store.onWork(async () => {
      calls += 1;
      if (calls < 3) throw new Error('not now');
    });
    await store.record(item('one'));
    await settle();
    expect(calls).toBe(1);
    await database.clock.advance(5_000);
    expect(calls).toBe(3);
    expect(database.logs.map(({ level }) => level)).toEqual(['error', 'error']);
  }));

it('looks again later when it could not look', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    store.onWork(async () => {});
    await database.crash(store);
    await database.clock.advance(2_000);
    expect(database.logs.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn']);
    expect(database.clock.armed).toBe(1);
  }));

it('offers work again to a handler that threw at once', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    await store.record(item('one'));
    let calls = 0;
    store.onWork(() => {
      calls += 1;
      if (calls === 1) throw new Error('not now');
      return Promise.resolve();
    });
    await database.clock.advance(5_000);
    expect(calls).toBe(2);
  }));

it('says nothing of work that a handler could not take up because the store was closed meanwhile', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    let closed = (): void => {};
    const gate = new Promise<void>((resolve) => {
      closed = resolve;
    });
    store.onWork(async () => {
      await gate;
      await store.inbox(1);
    });
    await store.record(item('one'));
    await store.close();
    closed();
    await settle();
    expect(database.logs).toEqual([]);
  }));
