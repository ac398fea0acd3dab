import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inRepository } from '../subjects/repository.ts';

const STORE = 'packages/store-sqlite/';

/** What the bench needs of SQLite. */
export interface Connection {
  exec(sql: string): void;
  prepare(sql: string): { all(...values: readonly (string | number)[]): readonly unknown[] };
  close(): void;
}

/** The store as any process may read it beside its owner. */
export interface StoreReader {
  deliveries(filter: { readonly states: readonly ['sending']; readonly limit: number }): Promise<readonly Sending[]>;
  close(): Promise<void>;
}

interface Sending {
  readonly direction: 'toAgent' | 'toCustomer';
  readonly body: { readonly text?: string | null };
}

interface Library {
  readonly DatabaseSync: new (file: string) => Connection;
}

/** By the library that the store uses: two of them in one process would take each other's locks away. */
export async function openConnection(file: string): Promise<Connection> {
  const { DatabaseSync } = await library();
  return new DatabaseSync(file);
}

async function library(): Promise<Library> {
  try {
    return createRequire(inRepository(`${STORE}package.json`))('@photostructure/sqlite') as Library;
  } catch {
    const builtIn: string = 'node:sqlite';
    return await import(builtIn);
  }
}

export async function openReader(file: string): Promise<StoreReader> {
  const { storeDriver } = await import(pathToFileURL(inRepository(`${STORE}dist/index.js`)).href);
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const clock = { now: Date.now, monotonic: () => performance.now(), setTimeout: () => ({ cancel() {} }) };
  return await storeDriver.open({ url: `sqlite:${file}`, role: 'reader', node: 'bench', clock, logger: silent });
}
