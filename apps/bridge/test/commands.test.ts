import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { listen, say } from './customer.ts';
import { Genesys } from './genesys.ts';
import { type BridgeFolder, bridgeFolder, startBridge, started, startSandbox, trunkline } from './processes.ts';

const cleanUp: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** Genesys away unless an address is given: nothing listens there. */
async function folderFor(genesys = 'http://127.0.0.1:9'): Promise<BridgeFolder> {
  const folder = await bridgeFolder({ genesys });
  cleanUp.push(() => folder.remove());
  return folder;
}

async function edit(folder: BridgeFolder, change: (config: string) => string): Promise<void> {
  await writeFile(folder.config, change(await readFile(folder.config, 'utf8')));
}

async function running(folder: BridgeFolder) {
  const bridge = startBridge(folder.config);
  cleanUp.push(() => bridge.kill('SIGKILL'));
  await started(bridge);
  return bridge;
}

it('exits 2 on arguments, a missing file, a misspelt key and an unset variable, and says what to do', async () => {
  const folder = await folderFor();
  expect((await trunkline('strat')).code).toBe(2);
  expect(await trunkline('check', '--config', `${folder.config}.absent`)).toMatchObject({ code: 2 });
  await edit(folder, (config) =>
    config.replace('apiKeys:', 'apiKey:').replace('5a1b8c1e-5f0a-4d0c-9a3f-0d9d2f6c1a11', `"\${TRUNKLINE_TEST_UNSET}"`),
  );
  const { code, err } = await trunkline('start', '--config', folder.config);
  expect(code).toBe(2);
  expect(err).toMatch(/trunkline\.yaml:\d+:\d+/);
  expect(err).toContain('apiKeys');
  expect(err).toContain('TRUNKLINE_TEST_UNSET');
});

it('exits 2 for an adapter whose package is absent, and names it', async () => {
  const folder = await folderFor();
  await edit(folder, (config) =>
    config.replace('adapter: http', 'adapter: trunkline-nowhere').replace(/ {4}apiKeys.*\n/, ''),
  );
  const { code, err } = await trunkline('check', '--config', folder.config);
  expect(code).toBe(2);
  expect(err).toContain('trunkline-nowhere');
});

it('checks a good config without opening anything', async () => {
  const folder = await folderFor();
  const { code, out } = await trunkline('check', '--config', folder.config);
  expect(code).toBe(0);
  expect(out).toContain('ok');
});

it('exits 1 when a port is in use, and leaves the store to the next start', async () => {
  const folder = await folderFor();
  const port = Number(new URL(folder.url).port);
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const { code, err, out } = await trunkline('start', '--config', folder.config);
  other.close();
  expect(code).toBe(1);
  expect(err + out).toContain(`port ${port} on 127.0.0.1 is in use`);
  await running(folder);
});

it('refuses a second start with exit 1, and after kill -9 the next one takes over at once', async () => {
  const folder = await folderFor();
  const first = await running(folder);
  const second = await trunkline('start', '--config', folder.config);
  expect(second.code).toBe(1);
  expect(second.err + second.out).toContain('trunkline.db');
  await first.kill('SIGKILL');
  await running(folder);
});

it('accepts and keeps messages while Genesys is away, and stops with exit 0', async () => {
  const folder = await folderFor();
  const bridge = await running(folder);
  const { conversationId } = await say(folder.url, 'ann', { text: 'hello' });
  expect((await fetch(`${folder.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${folder.admin}/readyz`)).status).toBe(200);
  expect(await (await fetch(`${folder.admin}/metrics`)).text()).toContain('trunkline_');
  expect(await bridge.kill('SIGTERM')).toBe(0);
  const { out } = await trunkline('conversations', 'list', '--json', '--config', folder.config);
  expect(JSON.parse(out).items).toMatchObject([{ id: conversationId, state: 'opening' }]);
  const deliveries = await trunkline('deliveries', 'list', '--json', '--config', folder.config);
  expect(JSON.parse(deliveries.out).items).toMatchObject([{ conversationId, direction: 'toAgent', state: 'pending' }]);
});

it('ends a conversation that was asked to end while no bridge was running', async () => {
  const sandbox = await startSandbox('--agent', 'echo');
  cleanUp.push(() => sandbox.program.kill('SIGKILL'));
  const folder = await folderFor(sandbox.url);
  const first = await running(folder);
  const stream = listen(folder.url, 'ann', { query: '?after=0', until: (events) => events.length >= 3 });
  const { conversationId } = await say(folder.url, 'ann', { text: 'hello' });
  await stream;
  await first.kill('SIGTERM');
  const { code, out } = await trunkline('conversations', 'end', conversationId, '--config', folder.config);
  expect(code).toBe(0);
  expect(out).toContain(conversationId);
  const ended = (event: { event: string | undefined }) => event.event === 'conversation.ended';
  await running(folder);
  await listen(folder.url, 'ann', { query: '?after=0', until: (events) => events.some(ended) });
  expect(await new Genesys(sandbox.url).conversations()).toMatchObject([{ state: 'ended' }]);
});

it('drops and sends again what an operator says, also if that was said while no bridge was running', async () => {
  const folder = await folderFor();
  const items = async (): Promise<readonly { id: string; state: string }[]> => {
    const { out } = await trunkline('deliveries', 'list', '--json', '--config', folder.config);
    return JSON.parse(out).items;
  };
  const states = async () => (await items()).map(({ state }) => state);
  const first = await running(folder);
  await say(folder.url, 'ann', { text: 'hello' });
  await first.kill('SIGTERM');
  const [{ id } = { id: '' }] = await items();
  const dropped = await trunkline('deliveries', 'drop', id, '--config', folder.config);
  expect([dropped.code, dropped.out]).toEqual([0, expect.stringContaining(`queued: drop delivery ${id}`)]);
  expect((await trunkline('deliveries', 'retry', id, '--config', folder.config)).code).toBe(1);
  await running(folder);
  await expect
    .poll(async () => (await items()).find((one) => one.id === id)?.state, { timeout: 30_000 })
    .toBe('dropped');
  const retried = await trunkline('deliveries', 'retry', id, '--config', folder.config);
  expect([retried.code, retried.out]).toEqual([0, expect.stringContaining(`queued: retry delivery ${id}`)]);
  await expect.poll(states, { timeout: 30_000 }).toContain('pending');
  expect((await trunkline('deliveries', 'drop', id, '--config', folder.config)).code).toBe(1);
});

it('check --online tells a contact centre that takes chats from one that is away', async () => {
  const sandbox = await startSandbox('--agent', 'echo');
  cleanUp.push(() => sandbox.program.kill('SIGKILL'));
  const good = await trunkline('check', '--online', '--config', (await folderFor(sandbox.url)).config);
  expect([good.code, good.err]).toEqual([0, '']);
  expect(good.out).toContain('accepted: the deployment and the queue take chats');
  expect(await new Genesys(sandbox.url).conversations()).toMatchObject([{ sockets: 0 }]);
  const away = await trunkline('check', '--online', '--json', '--config', (await folderFor()).config);
  expect(away.code).toBe(1);
  expect(JSON.parse(away.out).probes).toMatchObject([{ ok: false, api: 'not reached', code: 'network.ECONNREFUSED' }]);
});

it('loads an adapter by path and hands it its options', async () => {
  const folder = await folderFor();
  await writeFile(
    path.join(path.dirname(folder.config), 'pager-adapter.mjs'),
    `export const adapter = {
       contract: 1,
       name: 'pager',
       options: { safeParse: (data) => ({ success: true, data }) },
       create: (options) => ({
         capabilities: { presence: 'text' },
         start: async (context) => { options.context = context; },
         handle: async () => ({ status: 202, body: JSON.stringify({ tone: options.tone, channel: options.context.channel }) }),
         deliver: async () => ({ outcome: 'accepted', key: null }),
         stop: async () => {},
       }),
     };`,
  );
  await edit(folder, (config) =>
    config.replace(/ {2}web:\n.*\n.*\n/, '  pager:\n    adapter: ./pager-adapter.mjs\n    options: { tone: high }\n'),
  );
  await running(folder);
  const answer = await fetch(`${folder.url}/channels/pager/anything`);
  expect([answer.status, await answer.json()]).toEqual([202, { tone: 'high', channel: 'pager' }]);
  expect((await fetch(`${folder.url}/channels/nobody/messages`, { method: 'POST' })).status).toBe(404);
});
