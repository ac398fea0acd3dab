import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('..', import.meta.url));

const NOT_OURS: ReadonlySet<string> = new Set(['node_modules', 'dist', 'coverage', '.git', '.turbo']);
const TEXT = /\.(?:ts|mts|js|mjs|cjs|json|md|yaml|yml|toml|html|css|svg|sh|txt)$|(?:^|\/)[^/.]+$|(?:^|\/)\.[a-z]+$/;

/** One text file, by its path below the root of the repository. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** The text files whose paths fit, in the order of their paths. */
export function textFiles(fits: (path: string) => boolean): readonly TextFile[] {
  return paths('')
    .filter((path) => TEXT.test(path) && fits(path))
    .sort()
    .map((path) => ({ path, text: readText(path) }));
}

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** A missing file is an empty text, so that a check about its content fails and not the reading of it. */
export function textOrNothing(path: string): string {
  try {
    return readText(path);
  } catch {
    return '';
  }
}

/** The folders of the npm workspaces, e.g. `packages/core`. */
export function workspaces(): readonly string[] {
  return ['packages', 'apps', 'examples'].flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${parent}/${name}`),
  );
}

function paths(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (NOT_OURS.has(entry.name)) return [];
    if (entry.isDirectory()) return paths(path);
    return entry.isFile() ? [path] : [];
  });
}
