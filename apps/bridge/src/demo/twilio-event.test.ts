import { expect, it } from 'vitest';
import { pathOfTwilioLine } from './twilio-event.ts';

const line = (event: object): string => `data: ${JSON.stringify(event)}`;

it('tells of a webhook, with the message that it was for', () => {
  const at = '2026-11-27T11:48:29.050Z';
  const webhook = {
    at,
    kind: 'webhook',
    type: 'inbound',
    messageSid: 'SM1',
    path: '/channels/sms/inbound',
    status: 200,
  };
  expect(pathOfTwilioLine(line(webhook))).toEqual({
    at,
    source: 'twilio',
    step: 'wire.webhook',
    conversationId: null,
    messageId: null,
    facts: { type: 'inbound', messageSid: 'SM1', path: '/channels/sms/inbound', status: 200 },
  });
});

it('cuts ids, and repeats neither numbers nor what was written', () => {
  const path = `/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages/SM${'a'.repeat(32)}.json`;
  const told = JSON.stringify(
    pathOfTwilioLine(line({ at: '', kind: 'rest', path, phone: '+12025550142', number: '+12025550100', text: 'hi' })),
  );
  expect(told).toContain('/Messages/SMaaaa….json');
  for (const hidden of ['AC0', '+1202', 'hi"']) expect(told).not.toContain(hidden);
});

it.each([': watching', 'data: {"at"', line({ at: '', kind: 'other' })])('passes over %s', (other) => {
  expect(pathOfTwilioLine(other)).toBeNull();
});
