import { closeSync, fdatasync, openSync } from 'node:fs';
import type { Database } from './database.ts';

/** Brings what was committed to the disk, while the process goes on. */
export interface LogSync {
  /** Before a transaction: from here on SQLite does not sync its commits. Throws while an earlier sync is not made good. */
  begin(): void;
  /** After it, however it ended: whatever else writes on this connection is synced by SQLite. */
  end(): void;
  /** Resolves when everything that was committed before the call survives a power cut. */
  sync(): Promise<void>;
  close(): void;
}

/**
 * SQLite syncs its write-ahead log within each commit, which keeps the process from anything else for as long as the
 * disk takes. Here the commit leaves that out and the log is synced by the same system call on a thread of its own,
 * before anybody is told. The order of writes within the file, and the syncs around moving it into the database, stay
 * SQLite's own, so that a power cut between the two can only take commits that nobody was told of.
 */
export function logSync(database: Database, file: string): LogSync {
  let descriptor: number | null = null;
  let failed = false;

  function call(resolve: () => void, reject: (error: unknown) => void): void {
    const fail = (error: unknown): void => {
      failed = true;
      reject(error);
    };
    try {
      // The log is there from the first commit on, for as long as this connection is.
      descriptor ??= openSync(`${file}-wal`, 'r+');
      fdatasync(descriptor, (error) => (error === null ? resolve() : fail(error)));
    } catch (error) {
      fail(error);
    }
  }

  /** What a disk has once failed to take it does not take by being asked again: it is written anew, into the database. */
  function repair(): void {
    const checkpoint = database.prepare<{ readonly busy: number }>('PRAGMA wal_checkpoint(RESTART)');
    if (checkpoint.get()?.busy !== 0) throw new Error('the write-ahead log could not be moved into the database');
    failed = false;
  }

  return {
    begin() {
      if (failed) repair();
      database.exec('PRAGMA synchronous = NORMAL');
    },
    end() {
      try {
        database.exec('PRAGMA synchronous = FULL');
      } catch {
        // The connection is gone, and with it what could be written on it.
      }
    },
    sync: () => new Promise(call),
    close() {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}
