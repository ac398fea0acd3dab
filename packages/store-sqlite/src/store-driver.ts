import type { StoreDriver } from '@trunkline/core';
import { loadSqlite } from './load-sqlite.ts';
import { openStore } from './open-store.ts';

/** Answers to `sqlite:<path>`; the path is relative to the working directory, its folder must exist. */
export const storeDriver: StoreDriver = {
  scheme: 'sqlite',
  encrypts: true,
  async open(options) {
    return openStore(options, { openDatabase: await loadSqlite() });
  },
};
