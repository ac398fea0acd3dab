import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './sqlite.ts';

/** Shorter than any store waits before it gives up. */
const HELD_MS = 150;
const FREE_MS = 150;

/**
 * Takes the database's write lock again and again, so that nobody can commit for a while. Without it, whoever writes
 * first and commits a moment later would be hard to catch; with it that moment is long.
 */
export async function holdNowAndThen(database: Connection, signal: AbortSignal): Promise<void> {
  database.exec('PRAGMA busy_timeout = 1000');
  while (!signal.aborted) {
    database.exec('BEGIN IMMEDIATE');
    try {
      await sleep(HELD_MS);
    } finally {
      database.exec('ROLLBACK');
    }
    await sleep(FREE_MS);
  }
}
