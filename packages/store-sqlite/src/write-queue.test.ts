import { StoreUnavailableError } from '@trunkline/core';
import { expect, it } from 'vitest';
import { withDatabase } from '../test/test-database.ts';
import type { Database } from './database.ts';
import { StoreRefusedError } from './sqlite-error.ts';
import { WriteQueue } from './write-queue.ts';

interface Told {
  readonly database: Database;
  readonly queue: WriteQueue;
  /** How many transactions were tried so far. */
  begun(): number;
  values(): readonly number[];
  insert(value: number): () => number;
}

/** A queue on a table of unique numbers. */
function withQueue(test: (told: Told) => Promise<void>): Promise<void> {
  return withDatabase(async (folder) => {
    const database = folder.connect();
    database.exec('CREATE TABLE numbers (value INTEGER UNIQUE)');
    let begun = 0;
    const counting: Database = {
      exec: (sql) => database.exec(sql),
      close: () => database.close(),
      prepare: (sql) => {
        const statement = database.prepare<never>(sql);
        if (!sql.startsWith('BEGIN')) return statement;
        return {
          ...{ get: () => undefined, all: () => [] },
          run: () => {
            begun += 1;
            return statement.run();
          },
        };
      },
    };
    const insert = database.prepare('INSERT INTO numbers VALUES (?)');
    const values = database.prepare<{ readonly value: number }>('SELECT value FROM numbers ORDER BY rowid');
    await test({
      database,
      queue: new WriteQueue(counting),
      begun: () => begun,
      values: () => values.all().map(({ value }) => value),
      insert: (value) => () => {
        insert.run(value);
        return value;
      },
    });
    database.close();
  });
}

it('gives all writes of one turn one transaction, in the order of asking', () =>
  withQueue(async ({ queue, begun, values, insert }) => {
    const numbers = Array.from({ length: 50 }, (_, index) => 50 - index);
    expect(await Promise.all(numbers.map((value) => queue.add(insert(value))))).toEqual(numbers);
    expect(begun()).toBe(1);
    expect(values()).toEqual(numbers);
    await queue.add(insert(100));
    expect(begun()).toBe(2);
  }));

it('leaves out those that fail by their own fault, whatever they had done already', () =>
  withQueue(async ({ queue, begun, values, insert }) => {
    const broken = () => {
      insert(7)();
      throw new TypeError('broken');
    };
    const writes = [insert(1), insert(1), broken, insert(2), insert(2), insert(3)];
    const results = await Promise.allSettled(writes.map((write) => queue.add(write)));
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason))).toEqual([
      1,
      expect.any(StoreRefusedError),
      expect.any(StoreRefusedError),
      2,
      expect.any(StoreRefusedError),
      3,
    ]);
    expect(values()).toEqual([1, 2, 3]);
    expect(begun()).toBe(4);
  }));

it('refuses all of them when the transaction itself fails, and goes on after', () =>
  withQueue(async ({ database, queue, values, insert }) => {
    const stranded = () => {
      insert(1)();
      database.exec('COMMIT');
    };
    const results = await Promise.allSettled([queue.add(stranded), queue.add(insert(2))]);
    for (const result of results) expect(result).toMatchObject({ reason: expect.any(StoreUnavailableError) });
    expect(await queue.add(insert(3))).toBe(3);
    expect(values()).toContain(3);
  }));

it('carries out at once what is waiting when told to flush, and nothing twice', () =>
  withQueue(async ({ queue, begun, values, insert }) => {
    const one = queue.add(insert(1));
    queue.flush();
    expect(values()).toEqual([1]);
    expect(await one).toBe(1);
    const two = queue.add(insert(2));
    expect(await two).toBe(2);
    expect(begun()).toBe(2);
  }));
