import { StoreOpenError } from '@trunkline/core';
import type { Database } from './database.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';

const CURRENT = MIGRATIONS.length;

/** The schema version of a file that is ours; 0: it is empty. Throws for any other file. */
export function schemaVersion(database: Database, file: string): number {
  const version = pragma(database, 'user_version');
  const application = pragma(database, 'application_id');
  const empty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  const ours = application === APPLICATION_ID || (application === 0 && version === 0 && empty);
  if (!ours)
    throw new StoreOpenError(
      'store.cannot-open',
      `${file} is a database of another program. Give this bridge a file of its own in store.url.`,
    );
  if (version > CURRENT)
    throw new StoreOpenError(
      'store.newer',
      `${file} was written by a newer version (schema ${version}, this one knows ${CURRENT}). ` +
        'Run that version or a later one; there is no way back except a backup.',
    );
  return version;
}

/** For those who may not migrate. */
export function requireCurrent(database: Database, file: string): void {
  const version = schemaVersion(database, file);
  if (version < CURRENT)
    throw new StoreOpenError(
      'store.older',
      `${file} has schema ${version}, this version needs ${CURRENT}. Start this version of the bridge once: it migrates the file.`,
    );
}

/** Brings a file of ours to the current schema, each step whole or not at all. */
export function migrate(database: Database, file: string): void {
  for (let version = schemaVersion(database, file); version < CURRENT; version += 1) {
    database.exec(`BEGIN IMMEDIATE;
      ${MIGRATIONS[version]}
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = ${version + 1};
      COMMIT`);
  }
}

function pragma(database: Database, name: string): number {
  const row = database.prepare<Readonly<Record<string, number>>>(`PRAGMA ${name}`).get();
  return row?.[name] ?? 0;
}
