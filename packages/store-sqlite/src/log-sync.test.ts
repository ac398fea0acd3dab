import { StoreUnavailableError } from '@trunkline/core';
import { expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../test/test-database.ts';
import type { Database } from './database.ts';
import { type LogSync, logSync } from './log-sync.ts';
import { WriteQueue } from './write-queue.ts';

/** A log whose disk does what the test says, when it says so. */
class SlowDisk implements LogSync {
  readonly waiting: { readonly done: () => void; readonly fail: () => void }[] = [];
  begin(): void {}
  end(): void {}
  close(): void {}

  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ done: resolve, fail: () => reject(new Error('EIO')) });
    });
  }

  async next(): Promise<{ readonly done: () => void; readonly fail: () => void }> {
    for (;;) {
      const next = this.waiting.shift();
      if (next !== undefined) return next;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

interface Told {
  readonly queue: WriteQueue;
  readonly disk: SlowDisk;
  insert(value: number, relaxed?: boolean): Promise<number>;
  values(): readonly number[];
}

function withSlowDisk(test: (told: Told) => Promise<void>): Promise<void> {
  return withDatabase(async (folder: TestDatabase) => {
    const database: Database = folder.connect();
    database.exec('CREATE TABLE numbers (value INTEGER UNIQUE)');
    const insert = database.prepare('INSERT INTO numbers VALUES (?)');
    const values = database.prepare<{ readonly value: number }>('SELECT value FROM numbers ORDER BY rowid');
    const disk = new SlowDisk();
    const queue = new WriteQueue(database, { log: disk });
    const write = (value: number) => (): number => {
      insert.run(value);
      return value;
    };
    await test({
      queue,
      disk,
      insert: (value, relaxed = false) => queue.add(write(value), { relaxed }),
      values: () => values.all().map(({ value }) => value),
    });
    database.close();
  });
}

it('tells nobody before the disk has it, and takes the next group together meanwhile', () =>
  withSlowDisk(async ({ disk, insert, values }) => {
    const told: number[] = [];
    const tell = (value: number) => void told.push(value);
    const first = insert(1).then(tell);
    const sync = await disk.next();
    const others = [insert(2).then(tell), insert(3).then(tell)];
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual([]);
    expect(values()).toEqual([1]);
    sync.done();
    await first;
    const second = await disk.next();
    expect(values()).toEqual([1, 2, 3]);
    expect(told).toEqual([1]);
    second.done();
    await Promise.all(others);
    expect(told).toEqual([1, 2, 3]);
    expect(disk.waiting).toEqual([]);
  }));

it('keeps what nobody waits for until somebody comes, in the order of asking', () =>
  withSlowDisk(async ({ disk, insert, values }) => {
    const relaxed = insert(1, true);
    const urgent = insert(2);
    (await disk.next()).done();
    expect(await Promise.all([relaxed, urgent])).toEqual([1, 2]);
    expect(values()).toEqual([1, 2]);
    expect(disk.waiting).toEqual([]);
  }));

it('writes what nobody waits for by itself when nobody comes', () =>
  withSlowDisk(async ({ disk, insert }) => {
    const relaxed = insert(1, true);
    (await disk.next()).done();
    expect(await relaxed).toBe(1);
  }));

it('refuses those whose sync fails, and no others', () =>
  withSlowDisk(async ({ disk, insert }) => {
    const lost = insert(1);
    (await disk.next()).fail();
    await expect(lost).rejects.toBeInstanceOf(StoreUnavailableError);
    const kept = insert(2);
    (await disk.next()).done();
    expect(await kept).toBe(2);
  }));

it('drains only when everything is on the disk', () =>
  withSlowDisk(async ({ queue, disk, insert }) => {
    let drained = false;
    const [first, second] = [insert(1), insert(2, true)];
    const draining = queue.drain().then(() => {
      drained = true;
    });
    const sync = await disk.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(drained).toBe(false);
    sync.done();
    await draining;
    expect(await Promise.all([first, second])).toEqual([1, 2]);
  }));

it('begins nothing while it is held, once what is on its way is there; then everything together', () =>
  withSlowDisk(async ({ queue, disk, insert, values }) => {
    const steps: string[] = [];
    const first = insert(1);
    const sync = await disk.next();
    let release = (): void => {};
    const holding = queue.hold(() => {
      steps.push('held');
      return new Promise((resolve) => {
        release = resolve;
      });
    });
    const others = [insert(2), insert(3, true)];
    const draining = queue.drain().then(() => void steps.push('drained'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(steps).toEqual([]);
    sync.done();
    await first;
    await new Promise((resolve) => setImmediate(resolve));
    expect(steps).toEqual(['held']);
    expect(values()).toEqual([1]);
    release();
    await holding;
    (await disk.next()).done();
    expect(await Promise.all(others)).toEqual([2, 3]);
    await draining;
    expect(steps).toEqual(['held', 'drained']);
    expect(disk.waiting).toEqual([]);
  }));

it('goes on after what it was held for has failed', () =>
  withSlowDisk(async ({ queue, disk, insert }) => {
    const holding = queue.hold(() => Promise.reject(new Error('no')));
    const one = insert(1);
    await expect(holding).rejects.toThrow('no');
    (await disk.next()).done();
    expect(await one).toBe(1);
  }));

it('writes nothing after a failed sync before the log was moved into the database', () =>
  withDatabase(async (database) => {
    const connection = database.connect();
    connection.exec('PRAGMA journal_mode = WAL; CREATE TABLE numbers (value INTEGER)');
    const reader = database.connect();
    const count = reader.prepare<{ readonly count: number }>('SELECT count(*) AS count FROM numbers');
    reader.exec('BEGIN');
    expect(count.get()).toEqual({ count: 0 });
    connection.exec('INSERT INTO numbers VALUES (1)');
    const log = logSync(connection, `${database.file}-missing`);
    await expect(log.sync()).rejects.toThrow();
    expect(() => log.begin()).toThrow('could not be moved');
    reader.exec('COMMIT');
    log.begin();
    expect(connection.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 1 });
    log.end();
    expect(connection.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    reader.close();
    connection.close();
  }));
