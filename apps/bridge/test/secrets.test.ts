// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the config file.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { Genesys } from './genesys.ts';
import { bridgeFolder, Program, started, startSandbox } from './processes.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

const MARK = 'marked4secret';
const CARD = '4111 1111 1111 1111';
const SECRETS = {
  KEY: `${MARK}-api-key`,
  HOOK: `whsec_${Buffer.from(`${MARK}-webhook-secret-0000`).toString('base64')}`,
  STORE: Buffer.from(`${MARK}${'x'.repeat(19)}`).toString('base64'),
  TOKEN_HEADER: `${MARK}-vouching`,
};
const SAID = `words of ann ${MARK}`;
const PHONE = '+15550109999';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** What must never be printed, also in the forms in which it travels. */
const CONFIDENTIAL = [MARK, SECRETS.HOOK, SECRETS.HOOK.slice(6), SECRETS.STORE, PHONE, CARD, '15550109999', 'eyJ'];

function leaks(text: string): readonly string[] {
  return text.split('\n').filter((line) => CONFIDENTIAL.some((secret) => line.includes(secret)));
}

async function configured(genesys: string, webhook: string) {
  const folder = await bridgeFolder({ genesys, webhook, logLevel: 'debug' });
  cleanUp.push(() => folder.remove());
  const plain = await readFile(folder.config, 'utf8');
  await writeFile(
    folder.config,
    plain
      .replace(/apiKeys: .*/, 'apiKeys: ["${KEY}"]')
      .replace(/secret: "whsec_[^"]*"/, 'secret: "${HOOK}"')
      .replace('trunkline.db" }', 'trunkline.db", encryptionKey: "${STORE}" }\nmaskCardNumbers: true'),
  );
  return folder;
}

const bridge = new URL('../dist/main.js', import.meta.url).pathname;
const run = (...args: readonly string[]): Program => {
  const program = new Program(bridge, args, { ...process.env, ...SECRETS });
  cleanUp.push(() => program.kill('SIGKILL'));
  return program;
};

interface Ask {
  readonly method?: string;
  readonly key?: string;
  readonly body?: string;
}

async function ask(url: string, path: string, { method = 'POST', key = SECRETS.KEY, body }: Ask = {}): Promise<string> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', cookie: `a=${MARK}` };
  const response = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  return `${response.status} ${await response.text()}`;
}

const message = (text: string, id: string): string =>
  JSON.stringify({ customer: { id: 'ann', name: `Ann ${MARK}`, phone: PHONE, email: `${MARK}@x.test` }, text, id });

/** Bytes that are no request, or half of one. */
async function raw(url: string, bytes: string): Promise<void> {
  const { port } = new URL(url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.end(bytes));
    socket
      .on('close', () => resolve())
      .on('error', () => resolve())
      .resume();
  });
}

it('prints no secret, number or text, whatever goes wrong, and shows none in metrics or process listings', async () => {
  const receiver = new WebhookReceiver();
  const sandbox = await startSandbox('--agent', 'echo');
  cleanUp.push(
    () => sandbox.program.kill('SIGKILL'),
    () => receiver.close(),
  );
  const folder = await configured(sandbox.url, await receiver.open());
  const program = run('start', '--config', folder.config);
  await started(program);
  const { url, admin } = folder;
  const channel = '/channels/web';
  const answers: string[] = [];
  const noted = async (asked: Promise<string>): Promise<void> => void answers.push(await asked);

  expect(await ask(url, `${channel}/messages`, { body: message(SAID, 'm1') })).toMatch(/^202 /);
  expect(await ask(url, `${channel}/messages`, { body: message(`my card is ${CARD}`, 'm2') })).toMatch(/^202 /);
  // The receiver has another secret: it takes every webhook for forged and answers 401.
  await receiver.until(() => receiver.forged.length > 0);
  expect((await new Genesys(sandbox.url).heard(`Ann ${MARK}`)).join()).not.toContain(CARD);

  await noted(ask(url, `${channel}/messages`, { body: message('other words', 'm1') }));
  await noted(ask(url, `${channel}/messages`, { body: message(SAID, 'm3'), key: `${MARK}-wrong` }));
  await noted(ask(url, `${channel}/messages`, { body: `{"text": "${MARK}` }));
  await noted(ask(url, `${channel}/messages`, { body: message(MARK.repeat(200_000), 'm4') }));
  await noted(ask(url, `${channel}/${MARK}?token=${MARK}`, { method: 'GET' }));
  await noted(ask(url, `${channel}/customers/${MARK}/events?token=${MARK}`, { method: 'GET', key: MARK }));
  await noted(ask(url, `/channels/${MARK}/messages`, { body: '{}' }));
  await noted(ask(url, `/${MARK}`, { method: 'GET' }));
  await noted(ask(url, `${channel}/tokens`, { body: '{"customer":{"id":"ann"}}' }).then(() => ''));
  await raw(url, `${MARK} ${MARK}\r\n\r\n`);
  await raw(
    url,
    `POST ${channel}/messages HTTP/1.1\r\nauthorization: Bearer ${SECRETS.KEY}\r\ncontent-length: 99\r\n\r\n{"${MARK}`,
  );
  await raw(url, `GET /?${MARK.repeat(4_000)} HTTP/1.1\r\n\r\n`);
  await new Genesys(sandbox.url).post('/faults', { fault: MARK }).catch(() => undefined);
  await sandbox.program.kill('SIGKILL');
  expect(await ask(url, `${channel}/messages`, { body: message(SAID, 'm5') })).toMatch(/^202 /);
  await program.line((line) => (/session\.lost|route\.paused/.test(line) ? true : null));

  const metrics = await (await fetch(`${admin}/metrics`)).text();
  const ready = await (await fetch(`${admin}/readyz`)).text();
  const listing = spawnSync('ps', ['-o', 'args=', '-p', String(program.child.pid)], { encoding: 'utf8' }).stdout;
  const proc = `/proc/${program.child.pid}/cmdline`;
  expect([listing, existsSync(proc) ? readFileSync(proc, 'utf8') : ''].join('')).toContain('trunkline.yaml');
  expect(leaks([metrics, ready, listing].join('\n'))).toEqual([]);
  expect(metrics).toContain('trunkline_unaccounted_messages 0');
  // Whoever sent something may read it again in the answer about it; secrets are in none.
  for (const secret of Object.values(SECRETS)) expect(answers.join('\n')).not.toContain(secret);

  const second = run('start', '--config', folder.config);
  expect(await second.exited).toBe(1);
  for (const args of [
    ['check', '--online'],
    ['conversations', 'list'],
    ['deliveries', 'list'],
    ['audit'],
    ['consents', 'list', '--channel', 'web'],
    ['store', 'backup', folder.config],
    ['store', 'rekey'],
  ]) {
    const command = run(...args, '--config', folder.config);
    await command.exited;
    expect(leaks([...command.lines, ...command.errors].join('\n')), args.join(' ')).toEqual([]);
  }
  expect(await program.kill('SIGTERM')).toBe(0);
  expect(program.lines.join('\n')).toContain('"event":"http.request"');
  expect(leaks(`{"text":"${SAID}"}`)).toHaveLength(1);
  expect(leaks([...program.lines, ...program.errors, ...second.lines, ...second.errors].join('\n'))).toEqual([]);
}, 60_000);

it('prints no secret of a config that is refused', async () => {
  const folder = await configured('http://127.0.0.1:1', 'http://127.0.0.1:1/hook');
  const right = await readFile(folder.config, 'utf8');
  for (const wrong of [
    right.replace('"${STORE}"', `"${MARK}"`),
    right.replace('"${KEY}"', `"${MARK}", 7`),
    right.replace('"${HOOK}"', `"${MARK}"`),
    right.replace('web:', `web: ${MARK}:`),
    right.replace('${KEY}', '${KEY'),
    right.replace('adapter: http', `adapter: http\n    secretive: "${MARK}"`),
  ]) {
    expect(wrong).not.toBe(right);
    await writeFile(folder.config, wrong);
    const command = run('check', '--config', folder.config);
    expect(await command.exited).toBe(2);
    expect(leaks([...command.lines, ...command.errors].join('\n'))).toEqual([]);
  }
});
