import { testStore } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { TestDatabase } from '../test/test-database.ts';
import { loadBuiltIn, loadSqlite } from './load-sqlite.ts';
import { storeDriver } from './store-driver.ts';

describe('on the SQLite of the package', () => {
  testStore({ describe, it }, { setUp: () => TestDatabase.setUp() });
});

describe('encrypted', () => {
  const setUp = async (): Promise<TestDatabase> => {
    const database = await TestDatabase.setUp();
    database.encryptionKeys = [Buffer.alloc(32, 7).toString('base64')];
    return database;
  };
  testStore({ describe, it }, { setUp });
});

const builtIn = await loadSqlite([loadBuiltIn]).catch(() => null);
describe.skipIf(builtIn === null)('on the SQLite of Node', () => {
  testStore({ describe, it }, { setUp: () => TestDatabase.setUp(builtIn ?? undefined) });
});

it('answers to the scheme sqlite and opens what the URL names', async () => {
  const database = await TestDatabase.setUp();
  expect(storeDriver.scheme).toBe('sqlite');
  const store = await storeDriver.open(database.options('owner'));
  expect(await store.inbox(1)).toEqual([]);
  await store.close();
  await database.tearDown();
});
