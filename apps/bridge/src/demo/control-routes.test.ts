import { type SlackSandbox, startSlack, startTwilio, type TwilioSandbox } from '@trunkline/sandbox';
import type { InjectOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { recordingLogger } from '../testing/recording-logger.ts';
import { createSecrets } from './bridge-config.ts';
import { Journal } from './journal.ts';
import { createPageServer } from './page-server.ts';
import { sandboxAccounts } from './sandbox-accounts.ts';

const HOST = '127.0.0.1:4000';
const NOBODY = 'http://127.0.0.1:1';
const PHONE = '/demo/phone/%2B12025550142/messages';
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function page({ twilio, slack }: { readonly twilio?: TwilioSandbox; readonly slack?: SlackSandbox }) {
  const app = await createPageServer(
    {
      journal: new Journal(),
      secrets: createSecrets(),
      client: new URL(import.meta.url),
      sandbox: { url: NOBODY, pid: 2 },
      phone: { url: twilio?.url ?? NOBODY, pid: 3, number: sandboxAccounts.twilio.number },
      workspace: { url: slack?.url ?? NOBODY, pid: 4 },
      bridge: {
        status: { state: 'up', pid: 1, server: NOBODY, admin: NOBODY, channel: `${NOBODY}/channels/web` },
        kill: () => false,
      },
    },
    recordingLogger().logger,
  );
  cleanups.push(() => app.close());
  const headers = { host: HOST, origin: `http://${HOST}` };
  const ask = (url: string, payload?: object) =>
    app.inject({ url, headers, ...(payload && { method: 'POST', payload }) } satisfies InjectOptions);
  return { ask };
}

describe('the routes of the phone', () => {
  async function withTwilio() {
    const twilio = await startTwilio();
    cleanups.push(() => twilio.close());
    return await page({ twilio });
  }

  it('text, and show what is on the phone', async () => {
    const { ask } = await withTwilio();
    expect((await ask(PHONE)).json()).toEqual({ number: '+12025550100', items: [] });
    expect((await ask(PHONE, { body: 'hello' })).statusCode).toBeLessThan(300);
    expect((await ask(PHONE)).json().items).toMatchObject([{ body: 'hello', direction: 'out', deliveryId: null }]);
  });

  it('send pictures and show them, and no other kind of file', async () => {
    const { ask } = await withTwilio();
    const media = [{ contentType: 'image/png', base64: PNG }];
    expect((await ask(PHONE, { body: '', media })).statusCode).toBeLessThan(300);
    const [{ media: sent }] = (await ask(PHONE)).json().items;
    const reply = await ask(`/demo/phone/media/${sent[0].url.split('/').at(-1)}`);
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'image/png']);
    expect(reply.rawPayload.toString('base64')).toBe(PNG);
    const page = [{ contentType: 'text/html', base64: PNG }];
    expect((await ask(PHONE, { body: '', media: page })).statusCode).toBe(400);
  });

  it.each(['/demo/phone/12/messages', '/demo/phone/media/..%2Fknobs'])('know no %s', async (url) => {
    const { ask } = await withTwilio();
    expect((await ask(url)).statusCode).toBe(400);
  });
});

describe('the routes of the workspace', () => {
  async function withSlack() {
    const slack = await startSlack();
    cleanups.push(() => slack.close());
    return await page({ slack });
  }

  it('name the people, say what they say, and show it', async () => {
    const { ask } = await withSlack();
    expect((await ask('/demo/slack/teams')).json().items[0]).toMatchObject({ name: 'Northwind' });
    const said = await ask('/demo/slack/say', { user: 'alex', channel: 'helpdesk', text: 'hello' });
    expect(said.statusCode).toBeLessThan(300);
    const threadTs = said.json().ts;
    await ask('/demo/slack/say', { user: 'sam', channel: 'helpdesk', text: 'hi', threadTs });
    const place = 'user=alex&channel=helpdesk';
    const texts = async (url: string) => (await ask(url)).json().items.map(({ text }: { text: string }) => text);
    expect(await texts(`/demo/slack/messages?${place}`)).toEqual(['hello']);
    expect(await texts(`/demo/slack/messages?${place}&threadTs=${threadTs}`)).toEqual(['hello', 'hi']);
    expect((await ask('/demo/slack/views?user=alex')).json()).toEqual({ items: [] });
  });

  it.each([
    ['/demo/slack/reset', {}],
    ['/demo/slack/say', { user: 'alex', channel: '../x', text: 'hello' }],
    ['/demo/slack/command', { user: 'alex', channel: 'helpdesk', command: '/other', text: '' }],
  ])('refuse %s with %o', async (url, body) => {
    const { ask } = await withSlack();
    expect((await ask(url, body)).statusCode).toBe(400);
  });

  it('hand on what the sandbox refuses', async () => {
    const { ask } = await withSlack();
    const reply = await ask('/demo/slack/say', { user: 'nobody', channel: 'helpdesk', text: 'hello' });
    expect([reply.statusCode, typeof reply.json().error]).toEqual([404, 'string']);
  });
});
