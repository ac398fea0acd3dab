import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { openConnection, openReader } from '../src/correctness/sqlite.ts';
import { type IsSending, sendingIn, Witness } from '../src/correctness/witness.ts';
import { holdNowAndThen } from '../src/correctness/write-lock.ts';
import { openConversations } from '../src/load/open-conversations.ts';
import { openStage } from '../src/stage.ts';
import { inRepository } from '../src/subjects/repository.ts';

const STORE = inRepository('packages/store-sqlite/dist/index.js');
const MESSAGES = 40;
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** An empty store in a file of its own. */
async function emptyStore(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-bench-test-'));
  cleanUp.push(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'store.db');
  const { storeDriver } = await import(pathToFileURL(STORE).href);
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const clock = { now: Date.now, monotonic: () => performance.now(), setTimeout: () => ({ cancel() {} }) };
  const options = { url: `sqlite:${file}`, role: 'owner', node: 'test', clock, logger: silent };
  await (await storeDriver.open(options)).close();
  return file;
}

async function isSendingIn(file: string): Promise<IsSending> {
  const reader = await openReader(file);
  cleanUp.push(() => reader.close());
  return sendingIn(reader);
}

async function takesEverything(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}

async function watchRelay(order: 'honest' | 'late'): Promise<Witness> {
  const file = await emptyStore();
  const witness = new Witness(await isSendingIn(file));
  const api = await witness.open(await takesEverything());
  cleanUp.push(() => witness.close());
  const database = await openConnection(file);
  cleanUp.push(() => database.close());
  const over = new AbortController();
  const holding = holdNowAndThen(database, over.signal);
  const relay = new URL('./late-relay.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [relay, STORE, file, api, order, String(MESSAGES)], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  over.abort();
  await holding;
  expect(code).toBe(0);
  return witness;
}

it('finds nothing with a relay that commits before it writes', async () => {
  const { writes, uncommitted } = await watchRelay('honest');
  expect({ writes, uncommitted }).toEqual({ writes: MESSAGES, uncommitted: 0 });
});

it('catches a relay that writes first and commits a moment later', async () => {
  const { writes, uncommitted } = await watchRelay('late');
  expect(writes).toBe(MESSAGES);
  expect(uncommitted).toBeGreaterThan(0);
});

it('catches each write of the floor, which commits nothing', async () => {
  const witness = new Witness(await isSendingIn(await emptyStore()));
  cleanUp.push(() => witness.close());
  const stage = await openStage('floor', { between: (sandboxUrl) => witness.open(sandboxUrl) });
  cleanUp.push(() => stage.close());
  await stage.subject.start();
  await openConversations(stage, 3, 10_000);
  expect([witness.writes, witness.uncommitted]).toEqual([3, 3]);
});
