import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface ModuleSource {
  /** Of the config file: paths are relative to it, and packages installed beside it are found. */
  readonly folder: string;
  readonly importModule: (specifier: string) => Promise<unknown>;
  /** After that, a module that is still loading is given up. */
  readonly importTimeoutMs: number;
}

export type LoadedModule =
  | { readonly outcome: 'loaded'; readonly exports: Readonly<Record<string, unknown>> }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'broken'; readonly why: string };

export function isPath(specifier: string): boolean {
  return /^(\.{0,2}\/|[A-Za-z]:[\\/])/.test(specifier);
}

/** A path to a file or to a package's folder, or a package installed beside the config file or with the bridge. */
export async function loadModule(specifier: string, source: ModuleSource): Promise<LoadedModule> {
  if (isPath(specifier)) {
    const path = resolve(source.folder, specifier);
    const file = entryIn(path) ?? path;
    return existsSync(file) ? importOne(pathToFileURL(file).href, source) : { outcome: 'absent' };
  }
  const entry = findEntry(specifier, source.folder);
  return importOne(entry === null ? specifier : pathToFileURL(entry).href, source);
}

async function importOne(specifier: string, source: ModuleSource): Promise<LoadedModule> {
  try {
    const imported = await inTime(source.importModule(specifier), source.importTimeoutMs);
    return imported === LATE
      ? { outcome: 'broken', why: `it was still loading after ${source.importTimeoutMs} ms` }
      : { outcome: 'loaded', exports: imported as Record<string, unknown> };
  } catch (error) {
    if (isAbsent(error, specifier)) return { outcome: 'absent' };
    return { outcome: 'broken', why: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

const LATE = Symbol('late');

/** Keeps the process alive meanwhile, which a module that hangs would not. */
async function inTime<T>(loading: Promise<T>, timeoutMs: number): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), timeoutMs);
  });
  try {
    return await Promise.race([loading, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The module itself, not something that it imports. */
function isAbsent(error: unknown, specifier: string): boolean {
  const { code, message = '' } = error as { code?: string; message?: string };
  return code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${specifier}'`);
}

/** Node resolves packages from the importing file only, so those beside the config file are looked up here. */
function findEntry(specifier: string, folder: string): string | null {
  const places = createRequire(join(folder, 'trunkline.js')).resolve.paths(specifier) ?? [];
  for (const place of places) {
    const entry = entryIn(join(place, specifier));
    if (entry !== null) return entry;
  }
  return null;
}

/** What a package's folder says is to be imported; null: it is none. */
function entryIn(folder: string): string | null {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return null;
  const { exports, main } = JSON.parse(readFileSync(manifest, 'utf8')) as { exports?: unknown; main?: string };
  return join(folder, entryOf(exports) ?? main ?? 'index.js');
}

function entryOf(exports: unknown): string | null {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return null;
  for (const [condition, target] of Object.entries(exports)) {
    if (!['.', 'node', 'import', 'default'].includes(condition)) continue;
    const entry = entryOf(target);
    if (entry !== null) return entry;
  }
  return null;
}
