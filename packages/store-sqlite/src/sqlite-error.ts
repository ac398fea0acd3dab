import { StoreOpenError, StoreUnavailableError, TrunklineError } from '@trunkline/core';

const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** Errors of the statement itself, not of the disk or of other users of the file: ERROR, TOOBIG, CONSTRAINT, MISMATCH, MISUSE, RANGE. */
const OF_THE_STATEMENT: ReadonlySet<number> = new Set([1, 18, 19, 20, 21, 25]);

/** One write was refused for what it holds; trying it again does not help. Nothing of it was done. */
export class StoreRefusedError extends TrunklineError {
  constructor(cause: unknown) {
    super('store.refused', 'The store refused a write that contradicts what it holds.', { cause });
  }
}

/** SQLite's primary result code; null for anything that is not an error of SQLite. */
function resultCode(error: unknown): number | null {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : null;
  return typeof code === 'number' ? code & 0xff : null;
}

/** Whether it is one write's own fault, so that others in the same transaction may still succeed. */
export function isOwnFault(error: unknown): boolean {
  const code = resultCode(error);
  return code === null || OF_THE_STATEMENT.has(code);
}

export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === BUSY || code === LOCKED;
}

export function unavailable(cause: unknown): StoreUnavailableError {
  return new StoreUnavailableError(unavailableMessage(resultCode(cause)), { cause });
}

function unavailableMessage(code: number | null): string {
  if (code === FULL) return 'The disk of the database is full.';
  if (code === BUSY || code === LOCKED) return 'Another program holds the database locked.';
  if (code === IOERR) return 'The disk of the database reports an error.';
  if (code === READONLY || code === CANTOPEN) return 'The database cannot be written.';
  return 'The database cannot be used now.';
}

/** Why a file cannot be opened as a store, and what to do about it. */
export function openError(cause: unknown, file: string): StoreOpenError {
  if (cause instanceof StoreOpenError) return cause;
  const code = resultCode(cause);
  if (isBusy(cause))
    return new StoreOpenError(
      'store.locked',
      `Another program holds ${file} locked. Stop it, or give this bridge a file of its own in store.url.`,
      { cause },
    );
  const reason =
    code === NOTADB
      ? `${file} is not a database. Move it away, or change store.url.`
      : `${file} cannot be opened (${cause instanceof Error ? cause.message : 'unknown error'}). ` +
        'Check that this user may read and write the file and its folder, and that the disk is not full.';
  return new StoreOpenError('store.cannot-open', reason, { cause });
}
