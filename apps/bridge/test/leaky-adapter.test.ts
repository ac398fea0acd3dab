import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { API_KEY, bridgeFolder, startBridge, started, trunkline } from './processes.ts';

const cleanUp: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** Everything by which an error can escape from code that a bridge has loaded. */
const LEAKY = `
import { EventEmitter } from 'node:events';
import { connect } from 'node:net';

Promise.reject(new Error('hush: while loading'));
export const adapter = {
  contract: 1,
  name: 'leaky',
  options: { safeParse: (data) => ({ success: true, data }) },
  create() {
    setTimeout(() => { throw new Error('hush: from a timer of create'); }, 1);
    return {
      capabilities: { presence: 'text' },
      async start() {
        Promise.reject('hush: no error at all');
        process.nextTick(() => { throw new Error('hush: from a tick'); });
        setImmediate(() => { new EventEmitter().emit('error', new Error('hush: nobody listens')); });
        connect(1, '127.0.0.1');
      },
      async handle() {
        setTimeout(async () => { throw new Error('hush: after the reply'); }, 1);
        return { status: 204 };
      },
      deliver: async () => ({ outcome: 'accepted', key: null }),
      stop() { throw new Error('hush: at the end'); },
    };
  },
};
`;

async function folderWithLeaky() {
  const folder = await bridgeFolder({ genesys: 'http://127.0.0.1:9' });
  cleanUp.push(() => folder.remove());
  await writeFile(path.join(path.dirname(folder.config), 'leaky.mjs'), LEAKY);
  const config = await readFile(folder.config, 'utf8');
  await writeFile(folder.config, config.replace('channels:\n', 'channels:\n  leaky:\n    adapter: ./leaky.mjs\n'));
  return folder;
}

it('an adapter that lets errors escape takes nothing down, and is counted and named', async () => {
  const folder = await folderWithLeaky();
  const bridge = startBridge(folder.config);
  cleanUp.push(() => bridge.kill('SIGKILL'));
  await started(bridge);
  expect((await fetch(`${folder.url}/channels/leaky/x`)).status).toBe(204);
  // Two while it is loaded and made, four at its start, one after the reply.
  await bridge.line((line) => (line.includes('"leaks":5') ? true : null));
  const counted = async () => {
    const metrics = await (await fetch(`${folder.admin}/metrics`)).text();
    return /trunkline_adapter_faults_total\{channel="leaky",kind="leaked"\} (\d+)/.exec(metrics)?.[1];
  };
  await expect.poll(counted, { timeout: 30_000 }).toBe('7');
  const answer = await fetch(`${folder.url}/channels/web/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ customer: { id: 'ann' }, text: 'hello' }),
  });
  expect(answer.status).toBe(202);
  const ready = (await (await fetch(`${folder.admin}/readyz`)).json()) as { channels: { channel: string }[] };
  expect(ready.channels.find(({ channel }) => channel === 'leaky')).toEqual({
    channel: 'leaky',
    state: 'started',
    error: '7 errors have escaped from the adapter; the log says where (channel.leaked)',
  });
  expect(await bridge.kill('SIGTERM')).toBe(0);
  expect([...bridge.lines, ...bridge.errors].join('\n')).not.toContain('hush');
});

it('check names such an adapter and exits with 1', async () => {
  const folder = await folderWithLeaky();
  const { code, err, out } = await trunkline('check', '--config', folder.config);
  expect(code).toBe(1);
  expect(err).toContain('channel leaky: its adapter let an error escape');
  expect(err + out).not.toContain('hush');
});
