import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, nodeId, type Store, type StoreOptions } from '@trunkline/core';
import { ManualClock } from '@trunkline/core/testing';
import type { Database, OpenDatabase } from '../src/database.ts';
import { loadSqlite } from '../src/load-sqlite.ts';
import { openStore, type StoreInternals } from '../src/open-store.ts';

export interface LogLine {
  readonly level: keyof Logger;
  readonly message: string;
}

/** A database in a folder of its own, with its connections at hand. */
export class TestDatabase {
  readonly folder: string;
  readonly file: string;
  readonly url: string;
  /** Given to every store that is opened from now on. */
  clock: ManualClock = new ManualClock();
  readonly logs: LogLine[] = [];
  /** Given to every store that is opened from now on. */
  encryptionKeys: readonly string[] | null = null;
  readonly #openDatabase: OpenDatabase;
  readonly #connections = new Map<Store, readonly Database[]>();

  constructor(folder: string, openDatabase: OpenDatabase) {
    this.folder = folder;
    this.file = join(folder, 'store.db');
    this.url = `sqlite:${this.file}`;
    this.#openDatabase = openDatabase;
  }

  static async setUp(openDatabase?: OpenDatabase): Promise<TestDatabase> {
    const folder = await mkdtemp(join(tmpdir(), 'trunkline-store-'));
    return new TestDatabase(folder, openDatabase ?? (await loadSqlite()));
  }

  async open(internals: Partial<StoreInternals> = {}): Promise<Store> {
    return this.#open('owner', internals);
  }

  async openReader(): Promise<Store> {
    return this.#open('reader', {});
  }

  /** A connection of somebody else's. */
  connect(file: string = this.file): Database {
    return this.#openDatabase(file);
  }

  /** The connection of a store, to play tricks on it. */
  connectionOf(store: Store): Database {
    const [database] = this.#connections.get(store) ?? [];
    if (database === undefined) throw new Error('not one of this database');
    return database;
  }

  /** Drops a store's connections and with them its lock, as the end of its process would. */
  async crash(store: Store): Promise<void> {
    for (const database of this.#connections.get(store) ?? []) database.close();
    this.#connections.delete(store);
  }

  async tearDown(): Promise<void> {
    for (const store of this.#connections.keys()) await store.close();
    await rm(this.folder, { recursive: true });
  }

  options(role: StoreOptions['role']): StoreOptions {
    const log = (level: keyof Logger) => (_: object, message: string) => void this.logs.push({ level, message });
    const logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
    const keys = this.encryptionKeys === null ? {} : { encryptionKeys: this.encryptionKeys };
    return { url: this.url, role, node: nodeId('test'), clock: this.clock, logger, ...keys };
  }

  #open(role: StoreOptions['role'], internals: Partial<StoreInternals>): Store {
    const connections: Database[] = [];
    const openDatabase: OpenDatabase = (file) => {
      const database = this.#openDatabase(file);
      connections.push(database);
      return database;
    };
    const store = openStore(this.options(role), { openDatabase, busyTimeoutMs: 20, ...internals });
    this.#connections.set(store, connections);
    return store;
  }
}

/** Runs one test with a fresh database. */
export async function withDatabase(test: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await TestDatabase.setUp();
  try {
    await test(database);
  } finally {
    await database.tearDown();
  }
}
