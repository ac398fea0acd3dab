import type { Database } from './database.ts';

/** Whatever is removed or replaced is zeroed, also in pages that become free, as those of long states do all the time. */
export const ZEROING = 'PRAGMA secure_delete = ON;';

/** Sees to it that what was removed is gone. */
export interface Cleaning {
  /** Something was removed. */
  note(): void;
  /** Outside of every write, if something was removed: leaves nothing that was removed in the write-ahead log, as far as nobody is reading. */
  finish(): void;
  /** The whole database, of one moment, into a file that is empty or not there yet. */
  copy(file: string): void;
}

export function cleaning(database: Database): Cleaning {
  const copy = database.prepare('VACUUM INTO ?');
  const timeout = database.prepare<{ readonly timeout: number }>('PRAGMA busy_timeout');
  let removed = false;
  return {
    note() {
      removed = true;
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
