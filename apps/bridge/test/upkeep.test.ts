// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the config file.
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { say } from './customer.ts';
import { Genesys } from './genesys.ts';
import {
  API_KEY,
  type BridgeFolder,
  bridgeFolder,
  type Program,
  startBridge,
  started,
  startSandbox,
  trunkline,
} from './processes.ts';

const KEY = Buffer.alloc(32, 5).toString('base64');
const OTHER = Buffer.alloc(32, 6).toString('base64');
const SAID = 'words that are nobody else’s business';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

interface Setting {
  readonly folder: BridgeFolder;
  readonly database: string;
  readonly genesys: Genesys;
  start(): Promise<Program>;
  keys(...keys: readonly string[]): Promise<void>;
}

async function setUp(): Promise<Setting> {
  const sandbox = await startSandbox('--agent', 'echo');
  cleanUp.push(() => sandbox.program.kill('SIGKILL'));
  const folder = await bridgeFolder({ genesys: sandbox.url, logLevel: 'debug' });
  cleanUp.push(() => folder.remove());
  const plain = await readFile(folder.config, 'utf8');
  return {
    folder,
    database: join(dirname(folder.config), 'trunkline.db'),
    genesys: new Genesys(sandbox.url),
    async start() {
      const bridge = startBridge(folder.config);
      cleanUp.push(() => bridge.kill('SIGKILL'));
      await started(bridge);
      return bridge;
    },
    keys: (...keys) =>
      writeFile(
        folder.config,
        plain.replace('trunkline.db" }', `trunkline.db", encryptionKey: ${JSON.stringify(keys)} }`),
      ),
  };
}

/** Which of the database's files hold a text. */
function found(database: string, text: string): readonly string[] {
  return [database, `${database}-wal`].filter((file) => existsSync(file) && readFileSync(file).includes(text));
}

async function texts({ url }: BridgeFolder, customer: string): Promise<readonly string[]> {
  const response = await fetch(`${url}/channels/web/customers/${customer}/messages?after=0`, {
    headers: { authorization: `Bearer ${API_KEY}` },
  });
  const { events } = (await response.json()) as { events: { data: { message?: { text: string } } }[] };
  return events.flatMap(({ data }) => (data.message === undefined ? [] : [data.message.text]));
}

it('backs a store up while the bridge writes, from which another bridge goes on', async () => {
  const { folder, database, start } = await setUp();
  const bridge = await start();
  await say(folder.url, 'ann', { text: 'before', id: 'm0' });
  const writing = Promise.all(
    Array.from({ length: 50 }, (_, index) => say(folder.url, `c${index}`, { text: `n${index}`, id: 'm1' })),
  );
  const copy = join(dirname(database), 'copy.db');
  const { code, out } = await trunkline('store', 'backup', copy, '--config', folder.config);
  expect([code, out]).toEqual([0, `${copy} holds the whole store as of now`]);
  expect((await stat(copy)).mode & 0o777).toBe(0o600);
  await writing;
  expect((await trunkline('store', 'backup', copy, '--config', folder.config)).err).toContain('is there already');
  expect(await bridge.kill('SIGKILL')).not.toBe(0);

  for (const end of ['', '-wal', '-shm']) await rm(`${database}${end}`, { force: true });
  await copyFile(copy, database);
  await start();
  expect(await texts(folder, 'ann')).toContain('before');
  expect(await say(folder.url, 'ann', { text: 'before', id: 'm0' })).toMatchObject({ duplicate: true });
});

it('forgets a customer whose chat is open, while the bridge runs', async () => {
  const { folder, database, genesys, start } = await setUp();
  const bridge = await start();
  await say(folder.url, 'ann', { text: SAID });
  await say(folder.url, 'bob', { text: 'hello' });
  await bridge.line((line) =>
    line.includes('"session.activated"') || line.includes('"session.attached"') ? true : null,
  );
  const args = ['customers', 'forget', '--channel', 'web', '--config', folder.config, '--customer'];
  const { code, out } = await trunkline(...args, 'ann');
  expect([code, out]).toEqual([
    0,
    'queued: forget the customer, once nothing is open or owed any more (a running bridge does it now, otherwise the next start does)',
  ]);
  await bridge.line((line) => (line.includes('"conversation.ended"') ? true : null));
  for (;;) {
    const again = await trunkline(...args, 'ann');
    if (again.code === 1) {
      expect(again.err).toContain('channel web knows no customer ann');
      break;
    }
  }
  expect((await genesys.conversations()).find(({ displayName }) => displayName === 'ann')?.state).not.toBe('active');
  const { out: left } = await trunkline('conversations', 'list', '--json', '--config', folder.config);
  expect((JSON.parse(left) as { items: { customer: string }[] }).items.map(({ customer }) => customer)).toEqual([
    'bob',
  ]);
  expect(found(database, SAID)).toEqual([]);
  expect(await texts(folder, 'bob')).toContain('hello');
});

it('encrypts a store that was readable, changes the key, and says what is wrong with another one', async () => {
  const { folder, database, start, keys } = await setUp();
  const plain = await start();
  await say(folder.url, 'ann', { text: SAID, id: 'm1' });
  await plain.kill('SIGTERM');
  expect(found(database, SAID)).not.toEqual([]);

  await keys(KEY);
  const running = await start();
  const refused = await trunkline('store', 'rekey', '--config', folder.config);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('Another bridge')]);
  expect(await say(folder.url, 'ann', { text: SAID, id: 'm1' })).toMatchObject({ duplicate: true });
  await running.kill('SIGTERM');
  const encrypted = await trunkline('store', 'rekey', '--config', folder.config);
  expect([encrypted.code, encrypted.err]).toEqual([0, expect.stringMatching(/100 %: \d+ of \d+ rows/)]);
  expect(found(database, SAID)).toEqual([]);

  await keys(OTHER);
  const wrong = startBridge(folder.config);
  expect(await wrong.exited).toBe(1);
  expect(wrong.errors.join()).toContain('encrypted with a key that store.encryptionKey does not have');
  await keys(OTHER, KEY);
  expect((await trunkline('store', 'rekey', '--config', folder.config)).code).toBe(0);
  await keys(OTHER);
  await start();
  expect(await texts(folder, 'ann')).toContain(SAID);
});

it('audits open chats beside a running bridge, and finds nothing', async () => {
  const { folder, start } = await setUp();
  const bridge = await start();
  await say(folder.url, 'ann', { text: 'hello' });
  await bridge.line((line) => (line.includes('"session.attached"') ? true : null));
  const { code, out } = await trunkline('audit', '--since', '24h', '--json', '--config', folder.config);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    items: [],
    unaccounted: 0,
    sessions: { compared: 1, unreadable: [] },
    channels: [{ channel: 'web', compared: false }],
  });
});
