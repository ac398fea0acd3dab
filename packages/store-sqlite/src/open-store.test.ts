import { existsSync } from 'node:fs';
import { stat, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { StoreOpenError, type StoreOptions } from '@trunkline/core';
import { expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../test/test-database.ts';
import type { Database } from './database.ts';
import { openStore } from './open-store.ts';
import { MIGRATIONS } from './schema.ts';
import { storeDriver } from './store-driver.ts';

/** Opening fails with this code; the message says what to do. */
async function fails(options: StoreOptions, code: string, message: RegExp): Promise<void> {
  const error = await storeDriver.open(options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreOpenError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
}

function setVersion(database: TestDatabase, version: number): void {
  const connection = database.connect();
  connection.exec(`PRAGMA user_version = ${version}`);
  connection.close();
}

it.skipIf(process.platform === 'win32')('makes files that nobody else may read', () =>
  withDatabase(async (database) => {
    await database.open();
    for (const file of [database.file, `${database.file}-wal`])
      expect((await stat(file)).mode & 0o777, file).toBe(0o600);
  }),
);

it('refuses a second owner, in the same process too, and names the file and the remedy', () =>
  withDatabase(async (database) => {
    const store = await database.open();
    await fails(database.options('owner'), 'store.locked', /store\.db.*Stop it/);
    await store.close();
    await database.open();
  }));

it('is locked for another owner by whatever name the file goes', () =>
  withDatabase(async (database) => {
    await database.open();
    const link = join(database.folder, 'link.db');
    await symlink(database.file, link);
    await fails({ ...database.options('owner'), url: `sqlite:${link}` }, 'store.locked', /store\.db/);
  }));

it.each([
  ['a link to a file', 1],
  ['a link to a link', 2],
])('is locked by whatever name the file goes, made through %s that was not there yet', (_, links) =>
  withDatabase(async (database) => {
    let name = database.file;
    for (let count = 1; count <= links; count += 1) {
      const link = join(database.folder, `link-${count}.db`);
      await symlink(relative(database.folder, name), link);
      name = link;
    }
    const url = `sqlite:${name}`;
    const store = await storeDriver.open({ ...database.options('owner'), url });
    try {
      await fails({ ...database.options('owner'), url }, 'store.locked', /store\.db/);
      await fails(database.options('owner'), 'store.locked', /store\.db/);
    } finally {
      await store.close();
    }
  }),
);

it('cannot open a link that leads in a circle', () =>
  withDatabase(async (database) => {
    const other = join(database.folder, 'other.db');
    await symlink(database.file, other);
    await symlink(other, database.file);
    for (const role of ['owner', 'reader'] as const)
      await fails(database.options(role), 'store.cannot-open', /store\.db/);
  }));

it('gives up the lock even if the database does not let itself be closed', () =>
  withDatabase(async (database) => {
    const openDatabase = (file: string): Database => {
      const connection = database.connect(file);
      if (file !== database.file) return connection;
      return {
        exec: (sql) => connection.exec(sql),
        prepare: (sql) => connection.prepare<never>(sql),
        close: () => {
          connection.close();
          throw new Error('not closed');
        },
      };
    };
    const store = openStore(database.options('owner'), { openDatabase });
    await expect(store.close()).rejects.toThrow('not closed');
    await database.open();
  }));

it('leaves a database alone that a newer version wrote, for owners and readers', () =>
  withDatabase(async (database) => {
    await (await database.open()).close();
    setVersion(database, MIGRATIONS.length + 1);
    for (const role of ['owner', 'reader'] as const)
      await fails(database.options(role), 'store.newer', /store\.db.*Run that version/);
    setVersion(database, MIGRATIONS.length);
    await database.open();
  }));

it('tells a reader of an older database how to bring it up to date', () =>
  withDatabase(async (database) => {
    database.connect().close();
    await writeFile(database.file, '');
    await fails(database.options('reader'), 'store.older', /store\.db.*Start this version of the bridge once/);
  }));

it('cannot open what is not a database, and does not touch it', () =>
  withDatabase(async (database) => {
    const text = 'This is a letter, not a database. '.repeat(200);
    await writeFile(database.file, text);
    for (const role of ['owner', 'reader'] as const)
      await fails(database.options(role), 'store.cannot-open', /store\.db is not a database/);
    expect((await stat(database.file)).size).toBe(text.length);
    expect(existsSync(`${database.file}.lock`)).toBe(false);
  }));

it.each([
  ['has its tables', 'CREATE TABLE theirs (a)'],
  ['has its application id', 'PRAGMA application_id = 252006673'],
])('cannot open a database that %s from another program', (_, sql) =>
  withDatabase(async (database) => {
    const theirs = database.connect();
    theirs.exec(sql);
    theirs.close();
    for (const role of ['owner', 'reader'] as const)
      await fails(database.options(role), 'store.cannot-open', /store\.db.*another program/);
  }),
);

it('cannot read a database that was never made, and does not make it', () =>
  withDatabase(async (database) => {
    await fails(database.options('reader'), 'store.cannot-open', /no database at .*store\.db/);
    expect(existsSync(database.file)).toBe(false);
  }));

it('cannot open a file in a folder that does not exist', () =>
  withDatabase(async (database) => {
    const url = `sqlite:${join(database.folder, 'missing', 'store.db')}`;
    await fails({ ...database.options('owner'), url }, 'store.cannot-open', /folder .*missing.* does not exist/);
  }));

it.each([
  ['leads in a circle', 'circle/store.db'],
  ['has a name that is too long', `${'x'.repeat(300)}/store.db`],
])('cannot open a file whose folder %s', (_, path) =>
  withDatabase(async (database) => {
    await symlink('circle', join(database.folder, 'circle'));
    const url = `sqlite:${join(database.folder, path)}`;
    for (const role of ['owner', 'reader'] as const)
      await fails({ ...database.options(role), url }, 'store.cannot-open', /cannot be opened|does not exist/);
  }),
);

it('cannot open a folder, nor a database whose lock file is something else', () =>
  withDatabase(async (database) => {
    await fails(
      { ...database.options('owner'), url: `sqlite:${database.folder}` },
      'store.cannot-open',
      /cannot be opened/,
    );
    await writeFile(`${database.file}.lock`, 'not a lock '.repeat(200));
    await fails(database.options('owner'), 'store.cannot-open', /store\.db/);
  }));

it.each(['', 'sqlite:', 'sqlite::memory:', 'sqlite://store.db', 'postgres://localhost/a'])(
  'cannot open the URL "%s", which names no file',
  (url) => withDatabase((database) => fails({ ...database.options('owner'), url }, 'store.cannot-open', /sqlite:\.\//)),
);

it('says so when another program holds the file locked', () =>
  withDatabase(async (database) => {
    const other = database.connect();
    other.exec('BEGIN EXCLUSIVE; CREATE TABLE theirs (a)');
    await expect(database.open()).rejects.toMatchObject({
      code: 'store.locked',
      message: expect.stringMatching(/store\.db.*Stop it/),
    });
    other.close();
    await database.open();
  }));

it('finds a path relative to the working directory', () =>
  withDatabase(async (database) => {
    const url = `sqlite:${relative(process.cwd(), database.file)}`;
    expect(url).toMatch(/^sqlite:\.\./);
    const store = await storeDriver.open({ ...database.options('owner'), url });
    expect(existsSync(database.file)).toBe(true);
    await store.close();
  }));

it('takes a database up where a killed migration left it', () =>
  withDatabase(async (database) => {
    const connection = database.connect();
    connection.exec('PRAGMA journal_mode = WAL');
    connection.close();
    const store = await database.open();
    expect(await store.inbox(1)).toEqual([]);
    expect(database.connectionOf(store).prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    expect(database.connectionOf(store).prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  }));
