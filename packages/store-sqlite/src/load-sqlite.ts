import { StoreOpenError } from '@trunkline/core';
import type { Database, OpenDatabase } from './database.ts';

interface SqliteModule {
  readonly DatabaseSync: new (file: string) => unknown;
}

type LoadModule = () => Promise<SqliteModule>;

// The package first: the same SQLite on every Node, no experimental warning, and none of the SQLite versions of early
// Node 22 that could damage a WAL file. Node's own serves the platforms that the package has no binary for.
const PACKAGE: LoadModule = () => import('@photostructure/sqlite');

/** Node's own; rejects where Node has none. */
export const loadBuiltIn: LoadModule = () => {
  const name: string = 'node:sqlite';
  return import(name) as Promise<SqliteModule>;
};

/** The first of the SQLite libraries that this machine can load. */
export async function loadSqlite(candidates: readonly LoadModule[] = [PACKAGE, loadBuiltIn]): Promise<OpenDatabase> {
  const causes: unknown[] = [];
  for (const load of candidates) {
    try {
      const { DatabaseSync } = await load();
      return (file) => new DatabaseSync(file) as Database;
    } catch (cause) {
      causes.push(cause);
    }
  }
  throw new StoreOpenError(
    'store.cannot-open',
    `SQLite cannot be loaded on ${process.platform}-${process.arch} with Node ${process.version}. ` +
      'Reinstall without leaving out install scripts, or use Node 22.13 or later.',
    { cause: new AggregateError(causes) },
  );
}
