import { statSync } from 'node:fs';
import type { Store } from '@trunkline/core';
import { CustomerSteps, customerOf } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../test/test-database.ts';
import type { LogMover } from './log-mover.ts';

const EVERY = 20;
const COMMITS = 1_500;

interface Moved {
  readonly moves: number;
  readonly closed: boolean;
}

/** Moves on a connection of its own, as a thread would, but at once. */
function besideIn(database: TestDatabase, fails: () => boolean = () => false): [() => LogMover, Moved] {
  const told = { moves: 0, closed: false };
  const open = (): LogMover => {
    const connection = database.connect();
    const move = connection.prepare('PRAGMA wal_checkpoint(PASSIVE)');
    return {
      async move() {
        if (fails()) throw new Error('the thread has ended');
        move.get();
        told.moves += 1;
      },
      async close() {
        connection.close();
        told.closed = true;
      },
    };
  };
  return [open, told];
}

/** Texts of one kilobyte, so that a log that is never begun anew is seen. */
async function commit(steps: CustomerSteps, from: number, to: number): Promise<void> {
  for (let count = from; count <= to; count += 1) {
    const message = { ...steps.message(String(count)), text: `${count} ${'x'.repeat(1_024)}` };
    await steps.commit({ messages: [message], timeline: [steps.messageEntry(count, message)] });
  }
}

async function textsOf(store: Store): Promise<readonly number[]> {
  const conversation = new CustomerSteps(store, customerOf('ada')).conversationId('one');
  return (await store.messages(conversation)).map(({ text }) => Number.parseInt(text, 10));
}

const numbers: readonly number[] = Array.from({ length: COMMITS }, (_, index) => index + 1);

it('begins the log anew again and again, beside the commits', () =>
  withDatabase(async (database) => {
    const [openMover, told] = besideIn(database);
    const store = await database.open({ openMover, moveEvery: EVERY });
    const steps = new CustomerSteps(store, customerOf('ada'));
    await commit(steps, 1, COMMITS);
    const { moves } = told;
    expect(moves).toBeGreaterThan(COMMITS / EVERY);
    // As it is without: some five pages of log for each.
    expect(statSync(`${database.file}-wal`).size).toBeLessThan(COMMITS * 2_048);
    expect(await textsOf(store)).toEqual(numbers);
    await store.close();
    expect(told.closed).toBe(true);
    expect(await textsOf(await database.open())).toEqual(numbers);
    expect(database.logs).toEqual([]);
  }));

it('leaves the log alone while somebody is reading, and begins it anew after that', () =>
  withDatabase(async (database) => {
    const [openMover] = besideIn(database);
    const store = await database.open({ openMover, moveEvery: EVERY });
    const steps = new CustomerSteps(store, customerOf('ada'));
    await commit(steps, 1, 10);
    const reader = database.connect();
    reader.exec('BEGIN');
    const count = reader.prepare<{ readonly count: number }>('SELECT count(*) AS count FROM messages');
    expect(count.get()).toEqual({ count: 10 });
    await commit(steps, 11, 300);
    expect(count.get()).toEqual({ count: 10 });
    reader.exec('COMMIT');
    const { size } = statSync(`${database.file}-wal`);
    await commit(steps, 301, 600);
    expect(statSync(`${database.file}-wal`).size).toBeLessThan(size * 1.5);
    expect(await textsOf(store)).toEqual(numbers.slice(0, 600));
  }));

it('goes on without whoever moves it, and says so once', () =>
  withDatabase(async (database) => {
    let isGone = false;
    const [openMover] = besideIn(database, () => isGone);
    const store = await database.open({ openMover, moveEvery: EVERY });
    const steps = new CustomerSteps(store, customerOf('ada'));
    await commit(steps, 1, 50);
    isGone = true;
    await commit(steps, 51, 300);
    expect(database.logs).toEqual([
      {
        level: 'warn',
        message: 'the write-ahead log cannot be moved on a thread of its own, and is moved within the commits',
      },
    ]);
    const autocheckpoint = database.connectionOf(store).prepare('PRAGMA wal_autocheckpoint').get();
    expect(autocheckpoint).toEqual({ wal_autocheckpoint: 8_000 });
    expect(await textsOf(store)).toEqual(numbers.slice(0, 300));
  }));
