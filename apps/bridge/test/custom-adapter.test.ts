import { readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { guideFile } from '../../../examples/custom-adapter/test/doc-fences.ts';
import { type PackedProject, packedProject } from '../../../examples/custom-adapter/test/packed-project.ts';
import { refusal, SECRET_TOKEN, TelegramDouble, TOKEN } from '../../../examples/custom-adapter/test/telegram-double.ts';
import { Genesys } from './genesys.ts';
import { bridgeFolder, Program, started, startSandbox } from './processes.ts';

const BRIDGE = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const TELEGRAM = './node_modules/@trunkline/example-telegram-adapter/dist/index.js';

let project: PackedProject;
const cleanUp: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  project = await packedProject();
}, 180_000);

afterAll(() => project?.remove());

afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** A bridge of this repository in a folder where the packed packages are installed, and the sandbox behind it. */
async function running(channels: string, env: NodeJS.ProcessEnv = {}) {
  const sandbox = await startSandbox('--agent', 'echo');
  cleanUp.push(() => sandbox.program.kill('SIGKILL'));
  const { config, url, remove } = await bridgeFolder({ genesys: sandbox.url });
  cleanUp.push(remove);
  await symlink(path.join(project.folder, 'node_modules'), path.join(path.dirname(config), 'node_modules'), 'dir');
  const written = (await readFile(config, 'utf8'))
    .replace(/^channels:\n(?: .*\n)*/m, channels)
    .replace(/^server: \{/m, `server: { publicUrl: "${url}",`);
  await writeFile(config, written);
  await writeFile(path.join(path.dirname(config), 'pager-adapter.mjs'), guideFile('pager-adapter.mjs'));
  const bridge = new Program(BRIDGE, ['start', '--config', config], { ...process.env, ...env });
  cleanUp.push(() => bridge.kill('SIGKILL'));
  await started(bridge);
  return { url, genesys: new Genesys(sandbox.url), bridge };
}

async function withTelegram() {
  const telegram = new TelegramDouble();
  const apiUrl = await telegram.open();
  cleanUp.push(() => telegram.close());
  const options = `{ token: "${TOKEN}", secretToken: ${SECRET_TOKEN}, apiUrl: "${apiUrl}" }`;
  const channels = `channels:\n  telegram:\n    adapter: ${TELEGRAM}\n    options: ${options}\n`;
  return { telegram, ...(await running(channels)) };
}

it('carries messages both ways with an adapter from a packed package, each once', async () => {
  const { telegram, url, genesys, bridge } = await withTelegram();
  expect(telegram.parametersOf('setWebhook')).toMatchObject([{ url: `${url}/channels/telegram/updates` }]);
  const update = await telegram.write(4711, 'hello');
  await telegram.until(({ shown }) => shown.some(({ text }) => text === 'echo: hello'));
  expect(await telegram.post(update)).toBe(200);
  await telegram.write(4711, 'are you there?');
  await telegram.until(({ shown }) => shown.some(({ text }) => text === 'echo: are you there?'));

  expect(await genesys.heard('Ann Lee')).toEqual(['hello', 'are you there?']);
  const echoes = telegram.texts('4711').filter((text) => text.startsWith('echo: '));
  expect(echoes).toEqual(['echo: hello', 'echo: are you there?']);
  const forged = await fetch(`${url}/channels/telegram/updates`, { method: 'POST', body: JSON.stringify(update) });
  expect(forged.status).toBe(401);

  expect(await bridge.kill('SIGTERM')).toBe(0);
  const log = [...bridge.lines, ...bridge.errors].join('\n');
  for (const hidden of [TOKEN, SECRET_TOKEN, 'are you there', 'Ann']) expect(log).not.toContain(hidden);
});

it('follows a group to its new address, and knows it there as the same customer', async () => {
  const { telegram, genesys } = await withTelegram();
  telegram.respond = (response, call) => {
    telegram.respond = null;
    refusal(400, 'Bad Request: group chat was upgraded', { migrate_to_chat_id: -100_999 })(response, call);
  };
  await telegram.write(-5, 'hello');
  await telegram.until(({ shown }) => shown.some(({ text }) => text === 'echo: hello'));
  await telegram.write(-100_999, 'hello again');
  await telegram.until(({ shown }) => shown.some(({ text }) => text === 'echo: hello again'));
  expect(telegram.texts('-5')).toEqual([]);
  expect(await genesys.conversations()).toHaveLength(1);
});

it.each(['channels.yaml', 'channels-by-package.yaml'])('runs the adapter of the guide with its %s', async (example) => {
  const paged: { readonly to: string; readonly text: string }[] = [];
  let resolveAnswered = (): void => {};
  const answered = new Promise<void>((resolve) => {
    resolveAnswered = resolve;
  });
  const gateway = createServer(async (request, response) => {
    paged.push(JSON.parse(Buffer.concat(await request.toArray()).toString()));
    response.writeHead(202).end();
    if (paged.at(-1)?.text.startsWith('echo: ')) resolveAnswered();
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  cleanUp.push(async () => gateway.close());
  const key = 'a-key-for-the-tests-only';
  const { port } = gateway.address() as AddressInfo;
  const env = { PAGER_URL: `http://127.0.0.1:${port}`, PAGER_KEY: key };
  const { url } = await running(guideFile(example), env);
  const page = { id: 'p-1', from: 'ann', text: 'hello' };
  const headers = { 'content-type': 'application/json', 'x-pager-key': key };
  const accepted = await fetch(`${url}/channels/pager/inbound`, {
    method: 'POST',
    headers,
    body: JSON.stringify(page),
  });
  expect(accepted.status).toBe(204);
  await answered;
  expect(paged.at(-1)).toMatchObject({ to: 'ann', text: 'echo: hello' });
});
