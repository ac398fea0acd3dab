import { closeSync, openSync } from 'node:fs';
import { type Store, StoreOpenError, type StoreOptions } from '@trunkline/core';
import { cleaning, USUAL } from './cleaning.ts';
import { commitStep, type Rows } from './commit-step.ts';
import { conversationRows } from './conversation-rows.ts';
import { type CustomerRows, customerRows } from './customer-rows.ts';
import { CustomerSteps } from './customer-steps.ts';
import type { Database, OpenDatabase } from './database.ts';
import { deliveryReads } from './delivery-reads.ts';
import { deliveryWrites } from './delivery-writes.ts';
import { entryRows } from './entry-rows.ts';
import { inboxRows } from './inbox-rows.ts';
import { type KeyRecord, keyRecord } from './key-record.ts';
import { locate } from './location.ts';
import { type LogSync, logSync } from './log-sync.ts';
import { messageRows } from './message-rows.ts';
import { migrate, requireCurrent, schemaVersion } from './migrate.ts';
import { type OwnerLock, takeOwnerLock } from './owner-lock.ts';
import { ownershipRow } from './ownership-row.ts';
import { rekey } from './rekey.ts';
import { createSealing, type Sealing } from './sealing.ts';
import { seenRows } from './seen-rows.ts';
import { openError } from './sqlite-error.ts';
import { SqliteStore } from './sqlite-store.ts';
import { timelineRows } from './timeline-rows.ts';
import { upkeepRows } from './upkeep-rows.ts';
import { WorkWatch } from './work-watch.ts';
import { WriteQueue } from './write-queue.ts';

export interface StoreInternals {
  readonly openDatabase: OpenDatabase;
  /** How long a statement waits, blocking the process, for another program's lock. */
  readonly busyTimeoutMs?: number;
  /** Syncs within each commit, in the same turn of the event loop, and lets nothing wait: for those who count turns. */
  readonly syncsWithin?: boolean;
}

const BUSY_TIMEOUT_MS = 1_000;

// fullfsync: what makes a commit survive a power cut on macOS; elsewhere it changes nothing.
const DURABLE = 'PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;';
// A page that many customers' steps change is moved once in 32 MB of log, not once in 4.
const LIMITS = 'PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 8000;';

export function openStore(options: StoreOptions, internals: StoreInternals): Store {
  const { openDatabase, busyTimeoutMs = BUSY_TIMEOUT_MS, syncsWithin = false } = internals;
  const sealing = createSealing(options.encryptionKeys);
  let file = options.url;
  let database: Database | null = null;
  let lock: OwnerLock | null = null;
  let log: LogSync | null = null;
  let keys: KeyRecord;
  const release = (): void => {
    log?.close();
    try {
      if (database !== null) close(database, lock !== null);
    } finally {
      lock?.release();
    }
  };
  try {
    file = locate(options.url, options.role === 'reader');
    if (options.role === 'owner') createPrivately(file);
    database = openDatabase(file);
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}; ${DURABLE} ${LIMITS} ${USUAL}`);
    if (options.role === 'reader') {
      requireCurrent(database, file);
      keys = keyRecord(database, sealing);
      keys.require(file);
    } else {
      schemaVersion(database, file);
      lock = takeOwnerLock(file, openDatabase);
      useWriteAheadLog(database, file);
      migrate(database, file);
      keys = keyRecord(database, sealing);
      keys.require(file);
      keys.note();
      ownershipRow(database).take();
    }
    log = options.role === 'owner' ? logSync(database, file) : null;
    return createStore(options, { database, sealing, keys, release, log, syncsWithin });
  } catch (cause) {
    release();
    throw openError(cause, file);
  }
}

/** What was said and the tokens of running chats are nobody else's business; the log gets the same permissions. */
function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch {
    // Opening it as a database says better what is wrong.
  }
}

interface Opened {
  readonly database: Database;
  readonly sealing: Sealing;
  readonly keys: KeyRecord;
  readonly release: () => void;
  /** Null: a reader. */
  readonly log: LogSync | null;
  readonly syncsWithin: boolean;
}

function createStore({ clock, logger }: StoreOptions, opened: Opened): Store {
  const { database, sealing, keys, release, log, syncsWithin } = opened;
  const deliveries = deliveryReads(database, sealing);
  const customers: CustomerRows = customerRows(database, {
    deliveries,
    sealing,
    ...(log === null ? {} : { onRead: (id, known) => steps.note(id, known) }),
  });
  const steps = new CustomerSteps(customers);
  const rows: Rows = {
    customers,
    conversations: conversationRows(database),
    messages: messageRows(database, sealing),
    seen: seenRows(database, sealing),
    timeline: timelineRows(database, sealing),
    inbox: inboxRows(database, sealing),
    entries: entryRows(database, sealing),
    ownership: ownershipRow(database),
    upkeep: upkeepRows(database),
  };
  const epoch = rows.ownership.epoch();
  const version = database.prepare<{ readonly data_version: number }>('PRAGMA data_version');
  const work = new WorkWatch({
    clock,
    logger,
    dataVersion: () => version.get()?.data_version ?? 0,
    hasWork: () => rows.inbox.list(1).length > 0,
  });
  const step = log === null ? null : commitStep({ rows, deliveries: deliveryWrites(database, sealing), steps, epoch });
  return new SqliteStore({
    rows: { ...rows, deliveries },
    writes: new WriteQueue(database, { framing: step, log: syncsWithin ? null : log }),
    work,
    epoch,
    aliveAt: rows.ownership.beatAt(),
    step: step === null ? null : (commit) => step.take(commit),
    cleaning: cleaning(database),
    rekey: (progress) => {
      rekey(database, sealing, progress);
      // Pages that are free may still hold what was written before.
      database.exec('VACUUM');
      keys.only();
    },
    release,
  });
}

/**
 * As owner it leaves everything in the one file, as far as nobody is reading; what cannot be moved there stays in the
 * write-ahead log. A transaction that a failure left open is ended first: with prepared statements left, closing would
 * keep it, and the file locked, until these are collected.
 */
function close(database: Database, isOwner: boolean): void {
  attempt(database, 'ROLLBACK');
  if (isOwner) attempt(database, 'PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

function attempt(database: Database, sql: string): void {
  try {
    database.exec(sql);
  } catch {
    // There was nothing to do, or it cannot be done now.
  }
}

function useWriteAheadLog(database: Database, file: string): void {
  const mode = database.prepare<{ readonly journal_mode: string }>('PRAGMA journal_mode = WAL').get()?.journal_mode;
  if (mode !== 'wal')
    throw new StoreOpenError(
      'store.cannot-open',
      `The file system of ${file} cannot hold a write-ahead log, as network shares cannot. Move the database to a local disk.`,
    );
}
