import { StoreOpenError } from '@trunkline/core';
import type { Database } from './database.ts';
import type { Sealing } from './sealing.ts';

/** Which keys rows are encrypted with, by their ids; stands in the database itself. */
export interface KeyRecord {
  /** Throws unless every key that is in use is given. */
  require(file: string): void;
  /** Notes that the present key is in use from now on. */
  note(): void;
  /** Nothing is encrypted with any other key any more. */
  only(): void;
}

const PLACE = ['store', 'encryptionKeys'] as const;

export function keyRecord(database: Database, sealing: Sealing): KeyRecord {
  const get = database.prepare<{ readonly value: string }>('SELECT value FROM entries WHERE scope = ? AND key = ?');
  const put = database.prepare('INSERT OR REPLACE INTO entries (scope, key, value) VALUES (?, ?, ?)');
  const used = (): readonly string[] => JSON.parse(get.get(...PLACE)?.value ?? '[]');
  const write = (ids: readonly string[]): void => void put.run(...PLACE, JSON.stringify(ids));
  return {
    require(file) {
      const missing = used().filter((id) => !sealing.keyIds.includes(id));
      if (missing.length === 0) return;
      throw new StoreOpenError(
        'store.wrong-key',
        sealing.keyId === null
          ? `${file} is encrypted and the config has no store.encryptionKey. Set the key that it was encrypted with.`
          : `${file} is encrypted with a key that store.encryptionKey does not have. Put that key back into the list; ` +
              'a new key comes before the old one, which goes only after trunkline store rekey.',
      );
    },
    note() {
      if (sealing.keyId !== null && !used().includes(sealing.keyId)) write([...used(), sealing.keyId]);
    },
    only: () => write(sealing.keyId === null ? [] : [sealing.keyId]),
  };
}
