import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { StoreOpenError } from '@trunkline/core';

const SCHEME = 'sqlite:';
const MOST_LINKS = 40;

/** The file that a store URL means, by its one real path, so that a link to it is guarded by the same lock. */
export function locate(url: string, mustExist: boolean): string {
  const path = url.startsWith(SCHEME) ? url.slice(SCHEME.length) : '';
  if (path === '' || path === ':memory:' || /^\/\/[^/]/.test(path))
    throw cannotOpen('store.url names no file. Write it as sqlite:./trunkline.db or sqlite:/path/to/file.db.');
  const file = realFile(resolve(path));
  if (mustExist && !existsSync(file))
    throw cannotOpen(`There is no database at ${file} yet. Start the bridge once, or change store.url.`);
  return file;
}

/** As `realpath`, but of a file that need not be there yet: SQLite makes it where a link leads. */
function realFile(file: string, linksLeft: number = MOST_LINKS): string {
  const folder = dirname(file);
  if (!isFolder(folder))
    throw cannotOpen(`The folder ${folder} of the database does not exist. Create it, or change store.url.`);
  const real = join(realpathSync(folder), basename(file));
  if (!isLink(real)) return real;
  if (linksLeft === 0) throw cannotOpen(`${file} is a link that leads in a circle. Correct it, or change store.url.`);
  return realFile(resolve(dirname(real), readlinkSync(real)), linksLeft - 1);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function cannotOpen(message: string): StoreOpenError {
  return new StoreOpenError('store.cannot-open', message);
}
