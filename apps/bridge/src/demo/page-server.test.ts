import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fastify, type InjectOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '../host/listen.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { createSecrets } from './bridge-config.ts';
import { Journal, type NumberedEvent } from './journal.ts';
import { createPageServer } from './page-server.ts';

const HOST = '127.0.0.1:4000';
const ORIGIN = `http://${HOST}`;
const NOBODY = 'http://127.0.0.1:1';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function page({ isUp = true, server = NOBODY, twilio = NOBODY, slack = NOBODY } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-client-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'index.js'), "export { a } from './a.js';");
  await writeFile(join(folder, 'a.js'), 'export const a = 1;');
  await writeFile(join(folder, 'secret.json'), '{}');
  const journal = new Journal();
  const secrets = createSecrets();
  const events: NumberedEvent[] = [];
  journal.follow(0, (event) => void events.push(event));
  const kills: number[] = [];
  const app = await createPageServer(
    {
      journal,
      secrets,
      client: pathToFileURL(join(folder, 'index.js')),
      sandbox: { url: NOBODY, pid: 2 },
      phone: { url: twilio, pid: 3, number: '+12025550100' },
      workspace: { url: slack, pid: 4 },
      bridge: {
        status: { state: isUp ? 'up' : 'down', pid: 1, server, admin: NOBODY, channel: `${server}/channels/web` },
        kill(downMs) {
          if (isUp) kills.push(downMs);
          return isUp;
        },
      },
    },
    recordingLogger().logger,
  );
  const ask = (options: InjectOptions) =>
    app.inject({ ...options, headers: { host: HOST, origin: ORIGIN, ...options.headers } });
  return { ask, events, kills, secrets };
}

/** Says what it was asked, as a token. */
async function fakeBridge(): Promise<string> {
  const app = fastify();
  app.post('/channels/web/tokens', ({ headers, body }) => ({ asked: { key: headers.authorization, body } }));
  cleanups.push(() => app.close());
  return await listen(app, { host: '127.0.0.1', port: 0 }, 'server');
}

describe('the page server', () => {
  it('serves the page and its parts, and forbids it everything from elsewhere', async () => {
    const { ask } = await page();
    const reply = await ask({ url: '/' });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-security-policy']).toContain("default-src 'self'");
    expect(reply.headers['content-security-policy']).toContain(`connect-src 'self' ${NOBODY}`);
    const parts = [...reply.body.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(parts.length).toBeGreaterThan(3);
    for (const url of parts) expect((await ask({ url })).statusCode).toBe(200);
    expect(reply.body).not.toMatch(/https?:\/\//);
  });

  it('serves the client as it was built, and nothing else from there', async () => {
    const { ask } = await page();
    const reply = await ask({ url: '/client/index.js' });
    expect([reply.statusCode, reply.body]).toEqual([200, "export { a } from './a.js';"]);
    expect(reply.headers['content-type']).toContain('text/javascript');
    expect((await ask({ url: '/client/a.js' })).statusCode).toBe(200);
    for (const url of ['/client/secret.json', '/client/', '/client/..%2fa.js'])
      expect((await ask({ url })).statusCode).toBe(404);
  });

  it('answers this machine only', async () => {
    const { ask } = await page();
    for (const url of ['/', '/demo/state', '/demo/path'])
      expect((await ask({ url, headers: { host: 'evil.example:4000' } })).statusCode).toBe(403);
  });

  it.each([
    '/demo/kill',
    '/demo/customer/token',
    '/demo/desk/mode',
    '/demo/phone/%2B12025550142/messages',
    '/demo/slack/say',
  ])('lets nobody else post to %s', async (url) => {
    const { ask, kills } = await page();
    for (const origin of ['http://evil.example', ''])
      expect((await ask({ method: 'POST', url, payload: {}, headers: { origin } })).statusCode).toBe(403);
    expect(kills).toEqual([]);
  });

  it('kills the bridge when asked, if there is one', async () => {
    const up = await page();
    expect((await up.ask({ method: 'POST', url: '/demo/kill', payload: { downMs: 5_000 } })).statusCode).toBe(202);
    expect(up.kills).toEqual([5_000]);
    const down = await page({ isUp: false });
    expect((await down.ask({ method: 'POST', url: '/demo/kill', payload: {} })).statusCode).toBe(409);
  });

  it('refuses what it does not understand', async () => {
    const { ask } = await page();
    for (const payload of [{ id: '../x' }, { id: 'anna', ttlS: 86_400 }, {}])
      expect((await ask({ method: 'POST', url: '/demo/customer/token', payload })).statusCode).toBe(400);
    expect((await ask({ method: 'POST', url: '/demo/desk/chats/x/explode', payload: {} })).statusCode).toBe(400);
  });

  it('gets a token for one customer with the key that it keeps to itself', async () => {
    const { ask, secrets } = await page({ server: await fakeBridge() });
    const reply = await ask({ method: 'POST', url: '/demo/customer/token', payload: { id: 'anna' } });
    expect(reply.json()).toEqual({
      asked: { key: `Bearer ${secrets.apiKey}`, body: { customer: { id: 'anna' }, ttlS: 900 } },
    });
    expect((await ask({ url: '/demo/state' })).body).not.toContain(secrets.apiKey);
  });

  it('tells the page to come again when no bridge makes a token', async () => {
    const { ask } = await page();
    const reply = await ask({ method: 'POST', url: '/demo/customer/token', payload: { id: 'anna' } });
    expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '1']);
  });
});

describe('the receiver of webhooks', () => {
  const body = JSON.stringify({ type: 'message.created', data: { conversationId: 'c_1', message: { id: 'm_1' } } });

  function headers(secret: string): Record<string, string> {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`w_1.${timestamp}.${body}`).digest('base64');
    return {
      'content-type': 'application/json',
      'webhook-id': 'w_1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
  }

  it('believes one that is signed', async () => {
    const { ask, events, secrets } = await page();
    const signed = headers(secrets.webhookSecret);
    const reply = await ask({ method: 'POST', url: '/demo/webhook', payload: body, headers: signed });
    expect(reply.statusCode).toBe(204);
    expect(events).toMatchObject([
      { step: 'webhook.received', conversationId: 'c_1', messageId: 'm_1', facts: { signature: 'valid' } },
    ]);
  });

  it('refuses one that is not', async () => {
    const { ask, events } = await page();
    const forged = headers(createSecrets().webhookSecret);
    const reply = await ask({ method: 'POST', url: '/demo/webhook', payload: body, headers: forged });
    expect(reply.statusCode).toBe(401);
    expect(events).toMatchObject([{ step: 'webhook.refused' }]);
  });
});
