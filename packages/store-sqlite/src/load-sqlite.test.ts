import { StoreOpenError } from '@trunkline/core';
import { expect, it } from 'vitest';
import { loadSqlite } from './load-sqlite.ts';

class First {}
class Second {}
const missing = () => Promise.reject(new Error('no binary for this platform'));

it('takes the first library that can be loaded', async () => {
  const both = [async () => ({ DatabaseSync: First }), async () => ({ DatabaseSync: Second })];
  expect((await loadSqlite(both))('file')).toBeInstanceOf(First);
  expect((await loadSqlite([missing, ...both.slice(1)]))('file')).toBeInstanceOf(Second);
});

it('says what to do when there is none', async () => {
  const error = await loadSqlite([missing, missing]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreOpenError);
  expect(error).toMatchObject({ code: 'store.cannot-open', message: expect.stringContaining('Node 22.13') });
});
