import { closeSync, openSync } from 'node:fs';
import { type Store, StoreOpenError, type StoreOptions } from '@trunkline/core';
import { cleaning, ZEROING } from './cleaning.ts';
import { commitStep, type Rows } from './commit-step.ts';
import { conversationRows } from './conversation-rows.ts';
import { type CustomerRows, customerRows } from './customer-rows.ts';
import { CustomerSteps } from './customer-steps.ts';
import type { Database, OpenDatabase } from './database.ts';
import { deliveryReads } from './delivery-reads.ts';
import { deliveryWrites } from './delivery-writes.ts';
import { DURABLE } from './durable.ts';
import { entryRows } from './entry-rows.ts';
import { inboxRows } from './inbox-rows.ts';
import { type KeyRecord, keyRecord } from './key-record.ts';
import { locate } from './location.ts';
import { type LogMover, threadedLogMover } from './log-mover.ts';
import { type LogSync, logSync } from './log-sync.ts';
import { LogTurnover } from './log-turnover.ts';
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
  /** Default: one with a thread of its own. */
  readonly openMover?: (file: string) => LogMover;
  /** Commits between two moves of the log. */
  readonly moveEvery?: number;
}

const BUSY_TIMEOUT_MS = 1_000;

const LIMITS = 'PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864;';
// Pages of log after which SQLite moves it within a commit. Beside one that moves it, only if that does not keep up.
const MOVES_WITHIN = 'PRAGMA wal_autocheckpoint = 8000';
const MOVES_AT_LAST = 'PRAGMA wal_autocheckpoint = 40000';

export function openStore(options: StoreOptions, internals: StoreInternals): Store {
  const { openDatabase, busyTimeoutMs = BUSY_TIMEOUT_MS } = internals;
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
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}; ${DURABLE} ${LIMITS} ${ZEROING} ${MOVES_WITHIN};`);
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
    return createStore(options, { ...internals, file, database, sealing, keys, release, log });
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

interface Opened extends StoreInternals {
  readonly file: string;
  readonly database: Database;
  readonly sealing: Sealing;
  readonly keys: KeyRecord;
  readonly release: () => void;
  /** Null: a reader. */
  readonly log: LogSync | null;
}

function createStore({ clock, logger }: StoreOptions, opened: Opened): Store {
  const { database, sealing, keys, release, log, syncsWithin = false } = opened;
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
  const step = log === null ? null : commitStep(deliveryWrites(database, sealing), { rows, steps, epoch });
  const sync = syncsWithin ? null : log;
  const writes = new WriteQueue(database, { framing: step, log: sync, onCommitted: (count) => turnover?.note(count) });
  const turnover = sync === null ? null : logTurnover(writes, { ...opened, logger });
  return new SqliteStore({
    rows: { ...rows, deliveries },
    writes,
    turnover,
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

function logTurnover(
  writes: WriteQueue,
  { file, database, logger, openMover = threadedLogMover, moveEvery }: Opened & Pick<StoreOptions, 'logger'>,
): LogTurnover {
  return new LogTurnover({
    logger,
    openMover() {
      const mover = openMover(file);
      database.exec(MOVES_AT_LAST);
      return mover;
    },
    hold: (task) => writes.hold(task),
    moveWithin: () => database.exec(MOVES_WITHIN),
    ...(moveEvery === undefined ? {} : { every: moveEvery }),
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
