import type { Store } from '../contracts/store.ts';
import type { ManualClock } from './manual-clock.ts';

/** What a store brings along to be tested. */
export interface StoreHarness {
  /** A fresh database, isolated from every other. Called once for each test. */
  setUp(): Promise<StoreDatabase>;
}

/** One database, which outlives the stores that are opened on it. */
export interface StoreDatabase {
  /** Given to every store opened on it. */
  readonly clock: ManualClock;
  /** Opens it as owner. */
  open(): Promise<Store>;
  openReader(): Promise<Store>;
  /** Does to a store what `kill -9` would: it is forgotten without being closed. */
  crash(store: Store): Promise<void>;
  /** Closes what is still open and removes the database. */
  tearDown(): Promise<void>;
}

/** Runs one test with an owner of a fresh database. */
export async function withStore(
  harness: StoreHarness,
  test: (store: Store, database: StoreDatabase) => Promise<void>,
): Promise<void> {
  const database = await harness.setUp();
  try {
    await test(await database.open(), database);
  } finally {
    await database.tearDown();
  }
}

/** The store as its next owner finds it, after a crash. */
export async function reopen(store: Store, database: StoreDatabase): Promise<Store> {
  await database.crash(store);
  return database.open();
}
