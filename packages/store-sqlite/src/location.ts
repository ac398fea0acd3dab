import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { StoreOpenError } from '@trunkline/core';

const SCHEME = 'sqlite:';

/** The file that a store URL means, by its one real path, so that a link to it is guarded by the same lock. */
export function locate(url: string, mustExist: boolean): string {
  const path = url.startsWith(SCHEME) ? url.slice(SCHEME.length) : '';
  if (path === '' || path === ':memory:' || /^\/\/[^/]/.test(path))
    throw cannotOpen('store.url names no file. Write it as sqlite:./trunkline.db or sqlite:/path/to/file.db.');
  const file = resolve(path);
  const folder = dirname(file);
  if (!isFolder(folder))
    throw cannotOpen(`The folder ${folder} of the database does not exist. Create it, or change store.url.`);
  if (existsSync(file)) return realpathSync(file);
  if (mustExist) throw cannotOpen(`There is no database at ${file} yet. Start the bridge once, or change store.url.`);
  return join(realpathSync(folder), basename(file));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function cannotOpen(message: string): StoreOpenError {
  return new StoreOpenError('store.cannot-open', message);
}
