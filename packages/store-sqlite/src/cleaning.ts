import type { Database } from './database.ts';

/** What is overwritten in a page is zeroed where that costs no more writing. */
export const USUAL = 'PRAGMA secure_delete = FAST;';
const THOROUGH = 'PRAGMA secure_delete = ON;';

/** Sees to it that what was removed is gone. */
export interface Cleaning {
  /** Runs a write that removes, with everything that it frees zeroed. */
  thoroughly<Result>(write: () => Result): Result;
  /** Outside of every write: leaves nothing that was removed in the write-ahead log, as far as nobody is reading. */
  finish(): void;
  /** The whole database, of one moment, into a file that is empty or not there yet. */
  copy(file: string): void;
}

export function cleaning(database: Database): Cleaning {
  const copy = database.prepare('VACUUM INTO ?');
  const timeout = database.prepare<{ readonly timeout: number }>('PRAGMA busy_timeout');
  let removed = false;
  return {
    thoroughly(write) {
      database.exec(THOROUGH);
      try {
        const result = write();
        removed = true;
        return result;
      } finally {
        database.exec(USUAL);
      }
    },
    finish() {
      if (!removed) return;
      removed = false;
      const usual = timeout.get()?.timeout ?? 0;
      try {
        database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE);');
      } catch {
        // Somebody is reading; the log is moved and written over in its usual turn.
      } finally {
        database.exec(`PRAGMA busy_timeout = ${usual}`);
      }
    },
    copy: (file) => void copy.run(file),
  };
}
