import type { Finding } from '@trunkline/core';
import { channelName } from '@trunkline/core';
import { expect, it } from 'vitest';
import { OURS } from '../../test/signed-request.ts';
import { sandboxForTest, type TwilioOptions } from '../../test/twilio-sandbox.ts';
import { adapter } from '../index.ts';

const publicUrl = 'https://bridge.example.com/channels/sms';
const inbound = `${publicUrl}/inbound#rc=3&rp=all`;
const service = { sid: `MG${'a'.repeat(32)}`, phoneNumbers: [OURS] };

interface Asked {
  readonly twilio?: TwilioOptions;
  readonly options?: object;
  readonly place?: { readonly publicUrl?: string | null; readonly online?: boolean };
}

async function findings({ twilio, options, place }: Asked): Promise<readonly Finding[]> {
  const sandbox = await sandboxForTest(twilio);
  const { accountSid, authToken, url } = sandbox;
  const made = adapter.create(adapter.options.parse({ accountSid, authToken, apiUrl: url, ...options }));
  const here = { channel: channelName('sms'), publicUrl, online: true, ...place };
  return (await made.check?.(here, new AbortController().signal)) ?? [];
}

const trouble = (found: readonly Finding[]) =>
  found.filter(({ severity }) => severity !== 'ok').map(({ severity, about, text }) => `${severity} ${about}: ${text}`);

it('is content with what is set up as it should be', async () => {
  const numbers = [{ phoneNumber: OURS, smsUrl: inbound, smsFallbackUrl: `${publicUrl}/inbound?fallback=1` }];
  const found = await findings({ twilio: { numbers } });
  expect(trouble(found)).toEqual([]);
  expect(found.map(({ about }) => about)).toEqual(['public URL', '+1…0100 webhook', '+1…0100 fallback']);
});

it.each([
  [{ smsUrl: '' }, 'problem +1…0100 webhook: Twilio has no address'],
  [
    { smsUrl: 'https://demo.twilio.com/welcome?x=1' },
    'problem +1…0100 webhook: Messages that come in go to https://demo.twilio.com/welcome. Set it to https://bridge.example.com/channels/sms/inbound#rc=3&rp=all',
  ],
  [{ smsUrl: inbound.replace('https', 'http') }, 'problem +1…0100 webhook: Messages that come in go to http:'],
  [{ smsUrl: inbound, smsMethod: 'GET' as const }, 'warning +1…0100 webhook: The method is GET'],
  [{ smsUrl: `${publicUrl}/inbound` }, 'warning +1…0100 webhook: Twilio does not try again'],
  [{ smsUrl: inbound }, 'warning +1…0100 fallback: There is no fallback URL'],
])('names what is different with %j', async (setup, text) => {
  const found = await findings({
    twilio: {
      numbers: [
        {
          phoneNumber: OURS,
          smsFallbackUrl: inbound,
          ...(setup.smsUrl === inbound && !('smsMethod' in setup) ? { smsFallbackUrl: '' } : {}),
          ...setup,
        },
      ],
    },
  });
  expect(trouble(found)).toEqual([expect.stringContaining(text)]);
});

it('knows that a Messaging Service decides instead of the number, unless it leaves it to the number', async () => {
  const numbers = [{ phoneNumber: OURS, smsUrl: inbound, smsFallbackUrl: inbound }];
  const elsewhere = { ...service, inboundRequestUrl: 'https://elsewhere.example.com/' };
  expect(trouble(await findings({ twilio: { numbers, services: [elsewhere] } }))).toEqual([
    expect.stringContaining(
      `problem Messaging Service ${service.sid} (of +1…0100) webhook: Messages that come in go to https://elsewhere`,
    ),
    expect.stringContaining('fallback'),
  ]);
  const left = { ...elsewhere, useInboundWebhookOnNumber: true };
  expect(trouble(await findings({ twilio: { numbers, services: [left] } }))).toEqual([]);
});

it('knows numbers that the account or the service lacks', async () => {
  const twilio = { numbers: [{ phoneNumber: OURS, smsUrl: inbound, smsFallbackUrl: inbound }] };
  const options = { numbers: { [OURS]: {}, '+12025550177': {} }, messagingServiceSid: service.sid };
  expect(trouble(await findings({ twilio, options }))).toEqual([
    expect.stringContaining('The number is in no service'),
    expect.stringContaining('+1…0177: The Twilio account has no such number'),
  ]);
});

it('tells nobody what stands in an address beside the place', async () => {
  const smsUrl = 'https://user:secret@elsewhere.example.com/in?key=hidden';
  const found = await findings({ twilio: { numbers: [{ phoneNumber: OURS, smsUrl, smsFallbackUrl: smsUrl }] } });
  expect(JSON.stringify(found)).not.toMatch(/secret|hidden/);
});

it('says why Twilio could not be asked', async () => {
  const [last] = trouble(await findings({ options: { authToken: 'wrong' } })).slice(-1);
  expect(last).toBe('problem Twilio: Could not be asked: Twilio does not accept the credentials (20003).');
});

it('judges the place and the numbers without asking anybody', async () => {
  const options = { numbers: { '+15550100': {} }, apiUrl: 'http://127.0.0.1:9' };
  const offline = { online: false };
  expect(trouble(await findings({ options, place: { ...offline, publicUrl: null } }))).toEqual([
    expect.stringContaining('[photo, not available]'),
    expect.stringContaining('warning number +1…0100: The numbering plan'),
  ]);
  expect(trouble(await findings({ place: { ...offline, publicUrl: 'http://b.example.com' } }))).toEqual([
    expect.stringContaining('is not https'),
  ]);
  const real = { options: { apiUrl: undefined }, place: { ...offline, publicUrl: 'http://localhost:8080' } };
  expect(trouble(await findings(real))).toEqual([expect.stringContaining('Twilio cannot reach localhost')]);
  expect(trouble(await findings({ place: { ...offline, publicUrl: 'https://my_host.example.com' } }))).toEqual([
    expect.stringContaining('underscore'),
  ]);
});
