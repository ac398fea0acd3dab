import type { EntryRange, JsonValue, StorageEntry } from '@trunkline/core';
import type { Database, SqlValue } from './database.ts';
import type { Sealing } from './sealing.ts';

interface EntryRow {
  readonly key: string;
  readonly value: SqlValue;
}

/** What somebody keeps by scope and key. */
export interface EntryRows {
  get(scope: string, key: string): JsonValue | null;
  list(scope: string, range: EntryRange): readonly StorageEntry[];
  /** Null removes. */
  put(scope: string, key: string, value: JsonValue | null): void;
}

const VALUE = 'entries.value';

export function entryRows(database: Database, sealing: Sealing): EntryRows {
  const get = database.prepare<EntryRow>('SELECT key, value FROM entries WHERE scope = ? AND key = ?');
  const list = database.prepare<EntryRow>(`SELECT key, value FROM entries
    WHERE scope = ? AND key >= ? AND key > ? ORDER BY key LIMIT ?`);
  const put = database.prepare('INSERT OR REPLACE INTO entries (scope, key, value) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM entries WHERE scope = ? AND key = ?');
  return {
    get(scope, key) {
      const row = get.get(scope, key);
      return row === undefined ? null : JSON.parse(sealing.open(VALUE, row.value));
    },
    list(scope, { prefix, after, limit }) {
      const rows = list.all(scope, prefix, after ?? '', limit);
      const end = rows.findIndex(({ key }) => !key.startsWith(prefix));
      return rows
        .slice(0, end === -1 ? rows.length : end)
        .map(({ key, value }) => ({ key, value: JSON.parse(sealing.open(VALUE, value)) }));
    },
    put(scope, key, value) {
      if (value === null) remove.run(scope, key);
      else put.run(scope, key, sealing.seal(VALUE, JSON.stringify(value)));
    },
  };
}
