import { createHash } from 'node:crypto';
import type { ChannelRequest } from '@trunkline/core';
import { channelRequest, FakeAdapterContext } from '@trunkline/core/testing';
import fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  ACCOUNT_SID,
  inboundForm,
  OURS,
  PUBLIC_URL,
  type Signing,
  signed,
  THEIRS,
  TOKEN,
} from '../../test/signed-request.ts';
import { adapter } from '../index.ts';

async function started(options: object = {}, publicUrl: string = PUBLIC_URL) {
  const context = new FakeAdapterContext({ publicUrl });
  const channel = adapter.create(adapter.options.parse({ accountSid: ACCOUNT_SID, authToken: TOKEN, ...options }));
  await channel.start(context);
  onTestFinished(() => channel.stop());
  return { channel, context };
}

interface Case {
  readonly options?: object;
  readonly publicUrl?: string;
  readonly signing?: Signing;
  readonly form?: Readonly<Record<string, string>>;
  /** What becomes of the request on its way. */
  readonly bent?: (request: ChannelRequest) => ChannelRequest;
}

const withHeaders = (more: Readonly<Record<string, string>>) => (request: ChannelRequest) => ({
  ...request,
  headers: { ...request.headers, ...more },
});
const service = `MG${'b'.repeat(32)}`;

const good: Readonly<Record<string, Case>> = {
  'one as Twilio makes it': {},
  'one from behind a proxy that calls us otherwise': {
    bent: withHeaders({ host: '10.0.0.7:8080', 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example.com' }),
  },
  'one signed with the default port written out': {
    signing: { publicUrl: 'https://bridge.example.com:443/channels/sms' },
  },
  'one to a port of our own': {
    publicUrl: 'https://bridge.example.com:8443/channels/sms',
    signing: { publicUrl: 'https://bridge.example.com:8443/channels/sms' },
  },
  'one to a URL with a query': { signing: { path: "/inbound?fallback=1&name=O'Hara%20%26%20Co" } },
  'one to a public URL of the channel’s own': {
    options: { publicUrl: 'https://sms.example.com/in/' },
    signing: { publicUrl: 'https://sms.example.com/in' },
  },
  'one of a number in a Messaging Service': { form: { MessagingServiceSid: service } },
  'one with parameters that nobody knows yet, and spaces that must stay': {
    form: { NewParameter: ' x ', Body: '  two  spaces \n', FromCity: '' },
  },
  'one signed with the second of two tokens': {
    options: { authToken: ['the-next-token', TOKEN] },
  },
  'one of an account that sends with an API key': {
    options: { apiKey: { sid: `SK${'c'.repeat(32)}`, secret: 'key-secret' } },
  },
};

const bad: Readonly<Record<string, Case>> = {
  'one signed with another token': { signing: { token: 'another' } },
  'one signed with a token that was retired': { options: { authToken: 'the-next-token' } },
  'one signed with the secret of the API key': {
    options: { apiKey: { sid: `SK${'c'.repeat(32)}`, secret: 'key-secret' } },
    signing: { token: 'key-secret' },
  },
  'one without a signature': { bent: (request) => ({ ...request, headers: {} }) },
  'one with an empty signature': { bent: withHeaders({ 'x-twilio-signature': '' }) },
  'one with a signature that is too long': { bent: withHeaders({ 'x-twilio-signature': 'A'.repeat(10_000) }) },
  'one for http': { signing: { publicUrl: 'http://bridge.example.com/channels/sms' } },
  'one for another host': { signing: { publicUrl: 'https://bridge.example.org/channels/sms' } },
  'one for another port': { signing: { publicUrl: 'https://bridge.example.com:8443/channels/sms' } },
  'one for another channel': { signing: { publicUrl: 'https://bridge.example.com/channels/sms2' } },
  'one whose query was added on the way': { bent: (request) => ({ ...request, url: '/inbound?x=1' }) },
  'one with another text': {
    bent: (request) => ({
      ...request,
      body: async () => Buffer.from(new URLSearchParams(inboundForm({ Body: 'changed' })).toString()),
    }),
  },
  'one with a parameter more': {
    bent: (request) => ({
      ...request,
      body: async () => Buffer.from(`${new URLSearchParams(inboundForm()).toString()}&x=1`),
    }),
  },
};

function requestOf({ signing, form, bent }: Case): ChannelRequest {
  const request = signed(inboundForm(form), signing);
  return bent?.(request) ?? request;
}

describe('takes', () => {
  it.each(Object.entries(good))('%s', async (_name, one) => {
    const { channel, context } = await started(one.options, one.publicUrl);
    const reply = await channel.handle(requestOf(one));
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'text/xml' } });
    expect(reply.body).toBe(new twilio.twiml.MessagingResponse().toString());
    expect(context.received).toMatchObject([{ id: `SM${'1'.repeat(32)}`, text: one.form?.['Body'] ?? 'hello' }]);
  });
});

describe('refuses with 403', () => {
  it.each(Object.entries(bad))('%s', async (_name, one) => {
    const { channel, context } = await started(one.options, one.publicUrl);
    expect((await channel.handle(requestOf(one))).status).toBe(403);
    expect(context.received).toEqual([]);
    expect(context.counts.get('refused_signatures')).toBe(1);
  });
});

it('verifies repeated parameters as Twilio signs them', async () => {
  const { channel, context } = await started();
  const form = { ...inboundForm(), Twice: ['b', 'a', 'b'] };
  const pairs = Object.entries(form).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one] as [string, string]),
  );
  const signature = twilio.getExpectedTwilioSignature(TOKEN, `${PUBLIC_URL}/inbound`, form);
  const headers = { 'x-twilio-signature': signature };
  const body = new URLSearchParams(pairs).toString();
  expect((await channel.handle(channelRequest({ method: 'POST', url: '/inbound', headers, body }))).status).toBe(200);
  expect(context.received).toHaveLength(1);
});

it.each([
  ['application/json', JSON.stringify(inboundForm())],
  ['application/x-www-form-urlencoded', new URLSearchParams(inboundForm()).toString()],
])('verifies %s whose hash is in the URL, and refuses another body under it', async (contentType, body) => {
  const { channel, context } = await started();
  const url = `/inbound?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
  const signature = twilio.getExpectedTwilioSignature(TOKEN, PUBLIC_URL + url, {});
  const headers = { 'content-type': contentType, 'x-twilio-signature': signature };
  const forged = channelRequest({ method: 'POST', url, headers, body: body.replace('hello', 'hullo') });
  expect((await channel.handle(forged)).status).toBe(403);
  expect((await channel.handle(channelRequest({ method: 'POST', url, headers, body }))).status).toBe(200);
  expect(context.received).toMatchObject([{ text: 'hello', profile: { phone: THEIRS } }]);
});

it('takes one that comes by GET, whose parameters are all in its URL', async () => {
  const { channel, context } = await started();
  const url = `/inbound?${new URLSearchParams(inboundForm())}`;
  const headers = { 'x-twilio-signature': twilio.getExpectedTwilioSignature(TOKEN, PUBLIC_URL + url, {}) };
  expect((await channel.handle(channelRequest({ method: 'GET', url, headers }))).status).toBe(200);
  expect((await channel.handle(channelRequest({ method: 'GET', url: `${url}x`, headers }))).status).toBe(403);
  expect(context.received).toHaveLength(1);
});

it.each(['12345', 'ACME', 'whatsapp:+12025550142', '+99912'])('takes a message from %s', async (From) => {
  const { channel, context } = await started();
  expect((await channel.handle(signed(inboundForm({ From })))).status).toBe(200);
  expect(context.received).toHaveLength(1);
});

it('tells the agent a masked number as the name, the number as the phone, and where it is from', async () => {
  const { channel, context } = await started();
  await channel.handle(signed(inboundForm({ FromCity: 'WASHINGTON', FromState: 'DC', FromCountry: 'US' })));
  expect(context.received).toMatchObject([
    {
      profile: {
        name: '+1…0142',
        phone: THEIRS,
        attributes: { city: 'WASHINGTON', state: 'DC', country: 'US' },
      },
      digest: `SM${'1'.repeat(32)}`,
    },
  ]);
  expect(JSON.stringify(context.logs)).not.toContain(OURS.slice(-4));
});

it('passes on a message without a text as what it is', async () => {
  const { channel, context } = await started();
  await channel.handle(signed(inboundForm({ Body: ' \n' })));
  expect(context.received).toMatchObject([{ text: '[empty message]' }]);
});

it('answers other paths and methods without looking at them', async () => {
  const { channel } = await started();
  const status = async (method: string, url: string) => (await channel.handle(channelRequest({ method, url }))).status;
  expect(await status('POST', '/elsewhere')).toBe(404);
  expect(await status('PUT', '/inbound')).toBe(405);
  expect(await status('POST', '/media/SM1/0')).toBe(405);
});

it('refuses 10,000 forged requests, and none reaches the core', { timeout: 60_000 }, async () => {
  const { channel, context } = await started();
  const genuine = signed(inboundForm()).headers['x-twilio-signature'];
  const forgery = fc.record({
    method: fc.constantFrom('POST', 'GET'),
    path: fc.constantFrom(
      '/inbound',
      '/status',
      '/inbound?bodySHA256=',
      '/status?d=m_1&c=eA',
      '/inbound?%',
      '/inbound?bodySHA256=ab',
    ),
    signature: fc.oneof(
      fc.base64String({ minLength: 0, maxLength: 40 }),
      fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('base64')),
      fc.constant(String(genuine)),
    ),
    form: fc.dictionary(fc.string({ maxLength: 12 }), fc.string({ maxLength: 20 }), { maxKeys: 6 }),
    contentType: fc.constantFrom('application/x-www-form-urlencoded', 'application/json', ''),
  });
  const forgeries = fc.sample(forgery, { numRuns: 10_000, seed: 7 });
  const statuses = new Set<number>();
  for (const { method, path, signature, form, contentType } of forgeries) {
    const fields = { ...inboundForm({ MessageSid: `SM${'9'.repeat(32)}` }), ...form };
    const body = contentType === 'application/json' ? JSON.stringify(fields) : new URLSearchParams(fields).toString();
    const headers = { 'content-type': contentType, 'x-twilio-signature': signature };
    statuses.add((await channel.handle(channelRequest({ method, url: path, headers, body }))).status);
  }
  expect([...statuses]).toEqual([403]);
  expect([context.received, context.ends, context.receipts]).toEqual([[], [], []]);
  expect(context.counts.get('refused_signatures')).toBe(10_000);
  expect(context.logs.filter(({ level }) => level !== 'debug')).toHaveLength(1);
});

it('tells of a signature that does not fit once in ten minutes, and not of strangers without one', async () => {
  const { channel, context } = await started({ authToken: 'another' });
  const told = () => context.logs.filter(({ level }) => level === 'warn').map(({ message }) => message);
  await channel.handle(channelRequest({ method: 'POST', url: '/inbound', body: 'a=b' }));
  expect(told()).toEqual([]);
  await channel.handle(requestOf({}));
  await channel.handle(requestOf({}));
  expect(told()).toEqual([expect.stringContaining('authToken is not the primary token')]);
  expect(context.logs.at(-1)?.facts).toEqual({ event: 'sms.refused', channel: context.channel });
  await context.clock.advance(10 * 60_000);
  await channel.handle(requestOf({}));
  expect(told()).toHaveLength(2);
});
