import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import { recordingLogger } from '../testing/recording-logger.ts';
import { createSecrets } from './bridge-config.ts';
import { Journal, type NumberedEvent } from './journal.ts';
import { createPageServer } from './page-server.ts';

const HOST = '127.0.0.1:4000';
const ORIGIN = `http://${HOST}`;

async function page(bridgeIsUp = true) {
  const journal = new Journal();
  const secrets = createSecrets();
  const events: NumberedEvent[] = [];
  journal.follow(0, (event) => void events.push(event));
  const kills: number[] = [];
  const app = await createPageServer(
    {
      journal,
      secrets,
      sandbox: { url: 'http://127.0.0.1:1', pid: 2 },
      bridge: {
        status: {
          state: bridgeIsUp ? 'up' : 'down',
          pid: 1,
          server: 'http://127.0.0.1:1',
          admin: 'http://127.0.0.1:1',
        },
        kill(downMs) {
          if (bridgeIsUp) kills.push(downMs);
          return bridgeIsUp;
        },
      },
    },
    recordingLogger().logger,
  );
  const ask = (options: InjectOptions) =>
    app.inject({ ...options, headers: { host: HOST, origin: ORIGIN, ...options.headers } });
  return { ask, events, kills, secrets };
}

describe('the page server', () => {
  it('serves the page and its parts, and forbids it everything from elsewhere', async () => {
    const { ask } = await page();
    const reply = await ask({ url: '/' });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-security-policy']).toContain("default-src 'self'");
    const parts = [...reply.body.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(parts.length).toBeGreaterThan(3);
    for (const url of parts) expect((await ask({ url })).statusCode).toBe(200);
    expect(reply.body).not.toMatch(/https?:\/\//);
  });

  it('answers this machine only', async () => {
    const { ask } = await page();
    for (const url of ['/', '/demo/state', '/demo/path'])
      expect((await ask({ url, headers: { host: 'evil.example:4000' } })).statusCode).toBe(403);
  });

  it.each(['/demo/kill', '/demo/customer/messages', '/demo/desk/mode'])('lets nobody else post to %s', async (url) => {
    const { ask, kills } = await page();
    for (const origin of ['http://evil.example', ''])
      expect((await ask({ method: 'POST', url, payload: {}, headers: { origin } })).statusCode).toBe(403);
    expect(kills).toEqual([]);
  });

  it('kills the bridge when asked, if there is one', async () => {
    const up = await page();
    expect((await up.ask({ method: 'POST', url: '/demo/kill', payload: { downMs: 5_000 } })).statusCode).toBe(202);
    expect(up.kills).toEqual([5_000]);
    const down = await page(false);
    expect((await down.ask({ method: 'POST', url: '/demo/kill', payload: {} })).statusCode).toBe(409);
  });

  it('refuses what it does not understand', async () => {
    const { ask } = await page();
    const payload = { customer: { id: '../x', name: 'Anna' }, text: 'hi', id: '1' };
    expect((await ask({ method: 'POST', url: '/demo/customer/messages', payload })).statusCode).toBe(400);
    expect((await ask({ method: 'POST', url: '/demo/desk/chats/x/explode', payload: {} })).statusCode).toBe(400);
  });

  it('tells the page to come again when no bridge takes the message', async () => {
    const { ask, events } = await page();
    const payload = { customer: { id: 'anna', name: 'Anna' }, text: 'hi', id: '1' };
    expect((await ask({ method: 'POST', url: '/demo/customer/messages', payload })).statusCode).toBe(503);
    expect(events.map(({ step }) => step)).toEqual(['message.posted', 'message.unanswered']);
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
