import { setTimeout as sleep } from 'node:timers/promises';
import { openConnection } from '@trunkline/bench/sqlite';
import { between, type Fault } from './fault.ts';

/**
 * Every write of the bridge to a file fails, and so does every growth of one: its limit on file sizes is set to nothing
 * from outside, while it runs. SQLite meets EFBIG where a full disk would give ENOSPC.
 */
const diskFull: Fault = async ({ world: { bridge }, chance, signal }) => {
  await bridge.limit('fsize', '1:unlimited');
  await sleep(between(chance, 500, 4_000), undefined, { signal });
  await bridge.limit('fsize', 'unlimited:unlimited');
};

/** Another process, this one, holds the write lock for longer than the bridge waits for it at a time. */
const locked: Fault = async ({ world: { bridge }, chance, signal }) => {
  const database = await openConnection(bridge.database);
  try {
    database.exec('PRAGMA busy_timeout = 500');
    for (let tries = 20; tries > 0; tries -= 1) {
      try {
        database.exec('BEGIN IMMEDIATE');
        break;
      } catch {
        await sleep(20, undefined, { signal });
      }
    }
    await sleep(between(chance, 300, 4_000), undefined, { signal });
  } finally {
    database.close();
  }
};

export const storeFaults: Readonly<Record<string, Fault>> = { 'disk-full': diskFull, 'database-locked': locked };
