import { StoreOpenError } from '@trunkline/core';
import type { Database, OpenDatabase } from './database.ts';
import { isBusy } from './sqlite-error.ts';

/** Ownership of a database by one process, held until `release` or the end of the process, however that comes. */
export interface OwnerLock {
  release(): void;
}

/**
 * Takes it as the exclusive lock on a second, empty database, `<file>.lock`; the operating system drops that lock with
 * the process. Neither file may be opened by other means in this process: closing such a handle would drop the lock.
 */
export function takeOwnerLock(file: string, openDatabase: OpenDatabase): OwnerLock {
  const database = openDatabase(`${file}.lock`);
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw isBusy(cause) ? lockedError(file, cause) : cause;
  }
  return { release: () => closeLock(database) };
}

// The lock file stays: removing it could take it away from whoever has just locked it.
function closeLock(database: Database): void {
  database.close();
}

function lockedError(file: string, cause: unknown): StoreOpenError {
  return new StoreOpenError(
    'store.locked',
    `Another bridge is running on ${file}. Stop it first, or give this one a file of its own in store.url.`,
    { cause },
  );
}
