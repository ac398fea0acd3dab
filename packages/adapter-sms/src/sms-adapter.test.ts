import {
  type AdapterUnderTest,
  type ChannelAdapterHarness,
  channelRequest,
  FakeAdapterContext,
  testChannelAdapter,
} from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_SID, inboundForm, OURS, PUBLIC_URL, signed, THEIRS, TOKEN } from '../test/signed-request.ts';
import { openTwilioDouble, refused, taken } from '../test/twilio-double.ts';
import { addressOf } from './address.ts';
import { adapter } from './index.ts';

const sidOf = (id: string) => `SM${Buffer.from(id).toString('hex').padEnd(32, '0')}`;

const requests = {
  message: ({ id, text }: { readonly id: string; readonly text: string }) =>
    signed(inboundForm({ MessageSid: sidOf(id), Body: text })),
  forged: () => [
    signed(inboundForm(), { token: 'another-token' }),
    signed(inboundForm(), { publicUrl: 'https://elsewhere.example.com/channels/sms' }),
    signed(inboundForm(), { headers: { 'x-twilio-signature': '' } }),
    { ...signed(inboundForm()), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    {
      ...signed(inboundForm()),
      body: async () => Buffer.from(new URLSearchParams(inboundForm({ Body: 'x' })).toString()),
    },
    signed({ MessageSid: sidOf('s'), MessageStatus: 'delivered' }, { path: '/status?d=m_1', token: 'another-token' }),
    channelRequest({ method: 'GET', url: `/media/${sidOf('m')}/0?expires=9999999999&signature=${'A'.repeat(43)}` }),
  ],
  malformed: () => [
    signed({}),
    signed({ From: THEIRS, To: OURS, Body: 'no sid' }),
    signed({ MessageSid: 'nonsense', From: THEIRS, To: OURS }),
    signed({ MessageSid: sidOf('a'), To: OURS }),
    signed({ MessageSid: sidOf('a') }, { path: '/status?d=m_1' }),
    signed({ MessageSid: sidOf('a'), MessageStatus: 'dancing' }, { path: '/status?d=m_1' }),
  ],
};

const harness: ChannelAdapterHarness = {
  setUp: async (): Promise<AdapterUnderTest> => {
    const twilio = await openTwilioDouble();
    return {
      adapter: adapter.create(
        adapter.options.parse({ accountSid: ACCOUNT_SID, authToken: [TOKEN, 'older-token'], apiUrl: twilio.url }),
      ),
      context: new FakeAdapterContext({ publicUrl: PUBLIC_URL }),
      address: addressOf({ ours: OURS, theirs: THEIRS }),
      secrets: [TOKEN, 'older-token', OURS, THEIRS],
      requests,
      medium: {
        texts: () => twilio.forms.map((form) => form.get('Body') ?? '').filter((text) => text !== 'Please stand by.'),
        accepts: () => twilio.answerWith(taken),
        refuses: () => twilio.answerWith(refused(400, 21614)),
        fails: () => twilio.answerWith({ status: 500, body: {} }),
        unreachable: () => twilio.close(),
        neverAnswers: () => ({ reached: twilio.keepSilent() }),
      },
      tearDown: () => twilio.close(),
    };
  },
};

describe('by Twilio', () => testChannelAdapter({ describe, it }, harness));

it('declares what the core needs to know', () => {
  const made = adapter.create({ accountSid: ACCOUNT_SID, authToken: TOKEN });
  expect(made.capabilities).toMatchObject({ presence: 'text', receipts: true, onSilence: 'letEnd' });
  expect([adapter.contract, adapter.name]).toEqual([1, 'sms']);
});
