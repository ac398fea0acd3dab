import { deliveryId, StoreUnavailableError } from '@trunkline/core';
import { messageDelivery } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { OURS, THEIRS } from '../../test/signed-request.ts';
import { CUSTOMER, smsWorld } from '../../test/sms-world.ts';
import { sandboxAccount } from '../../test/twilio-sandbox.ts';

const first = deliveryId('m_out_1');

it('sends from the number that was texted, and tells of every state in turn', async () => {
  const world = await smsWorld();
  const outcome = await world.deliver('hello from Ada');
  await world.sandbox.control.quiet();
  const [message] = world.sandbox.control.messages(THEIRS);
  expect(message).toMatchObject({ number: OURS, body: 'hello from Ada', status: 'delivered' });
  expect(outcome).toEqual({
    outcome: 'accepted',
    key: message?.sid,
    adapterState: { last: message?.sid, segments: 1 },
  });
  expect(world.context.receipts.at(-1)).toEqual({
    address: CUSTOMER,
    of: { deliveryId: first },
    state: 'delivered',
    key: message?.sid,
  });
  expect(world.context.counts.get('segments_sent')).toBe(1);
});

it('sends through a Messaging Service, from the number that was texted', async () => {
  const sid = `MG${'a'.repeat(32)}`;
  const numbers = ['+12025550107', OURS];
  const world = await smsWorld({
    options: { messagingServiceSid: sid },
    twilio: {
      numbers: numbers.map((phoneNumber) => ({ phoneNumber })),
      services: [{ sid, phoneNumbers: numbers }],
    },
  });
  await world.deliver('hello');
  await world.sandbox.control.quiet();
  expect(world.sandbox.control.messages(THEIRS)).toMatchObject([{ number: OURS, status: 'delivered' }]);
});

it('sends with an API key, and still verifies callbacks with the auth token', async () => {
  const world = await smsWorld({ options: { apiKey: sandboxAccount.apiKey } });
  await world.deliver('hello');
  await world.sandbox.control.quiet();
  expect(world.context.receipts.at(-1)).toMatchObject({ state: 'delivered' });
});

describe('callbacks', () => {
  it.each(['inOrder', 'reversed', 'shuffled'] as const)(
    'are taken %s, and before the answer',
    async (callbackOrder) => {
      const world = await smsWorld({
        twilio: { callbackOrder, duplicateCallbacks: true, callbacksBeforeAnswer: true },
      });
      expect(await world.deliver('hello')).toMatchObject({ outcome: 'accepted' });
      await world.sandbox.control.quiet();
      const states = world.context.receipts.map(({ state }) => state);
      expect(states.filter((state) => state === 'delivered')).toHaveLength(2);
      expect(states).toContain('sent');
    },
  );

  it.each([
    [30003, 'unreachable handset (30003)', true],
    [30008, 'the carrier gives no reason (30008)', true],
    [30005, 'unknown handset (30005)', false],
    [30007, 'filtered by the carrier (30007)', false],
    [39999, 'it was not delivered (39999)', false],
  ])('tell of %i in words', async (code, human, retryable) => {
    const world = await smsWorld();
    world.sandbox.control.addFault({ operation: 'delivery', effect: 'undelivered', code });
    await world.deliver('hello');
    await world.sandbox.control.quiet();
    expect(world.context.receipts.at(-1)).toMatchObject({
      of: { deliveryId: first },
      state: 'failed',
      failure: { code: `twilio.${code}`, scope: 'message', retryable, human },
    });
  });

  it('of a suspended account pause the channel and say so, until a message arrives', async () => {
    const world = await smsWorld();
    world.sandbox.control.addFault({ operation: 'delivery', effect: 'failed', code: 30002 });
    await world.deliver('hello');
    await world.sandbox.control.quiet();
    expect(world.context.health).toContain('suspended (30002)');
    const failure = { code: 'twilio.30002', scope: 'route', retryable: true };
    expect(await world.deliver('again')).toMatchObject({ outcome: 'rejected', failure });
    await world.context.clock.advance(5 * 60_000);
    expect(await world.deliver('again')).toMatchObject({ outcome: 'accepted' });
    await world.sandbox.control.quiet();
    expect(world.context.health).toBeNull();
  });

  it('are asked for again when they cannot be kept', async () => {
    const { context, ...world } = await smsWorld();
    const keep = context.receiveReceipt.bind(context);
    let tries = 0;
    context.receiveReceipt = async (...receipt) => {
      tries += 1;
      if (tries <= 2) throw new StoreUnavailableError('The disk is full.');
      await keep(...receipt);
    };
    await world.deliver('hello');
    await world.sandbox.control.quiet();
    const outcomes = world.sandbox.control.webhooks().map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 503)).toHaveLength(2);
    expect(context.receipts.at(-1)).toMatchObject({ state: 'delivered' });
  });

  it('of an opt-out are kept', async () => {
    const world = await smsWorld();
    world.sandbox.control.addFault({ operation: 'delivery', effect: 'undelivered', code: 21610 });
    await world.deliver('hello');
    await world.sandbox.control.quiet();
    expect(await world.deliver('again')).toMatchObject({ failure: { code: 'sms.opted-out' } });
  });
});

it.each([
  [{ code: 21614 }, { scope: 'message', retryable: false, code: 'twilio.21614' }],
  [
    { code: 20429, status: 429, retryAfterS: 7 },
    { scope: 'message', retryable: true, retryAfterMs: 7_000 },
  ],
  [
    { status: 429, bareBody: true },
    { scope: 'message', retryable: true, retryAfterMs: 10_000, code: 'twilio.429' },
  ],
  [{ code: 21611 }, { scope: 'message', retryable: true, retryAfterMs: 60_000 }],
  [
    { code: 20003, status: 401 },
    { scope: 'route', retryable: true },
  ],
  [{ code: 21606 }, { scope: 'route', retryable: true }],
  [
    { code: 20503, status: 503 },
    { scope: 'route', retryable: true },
  ],
  [{ code: 21999 }, { scope: 'message', retryable: false, code: 'twilio.21999' }],
])('a send that is refused with %j was certainly not taken', async (fault, failure) => {
  const world = await smsWorld();
  world.sandbox.control.addFault({ operation: 'create', effect: 'error', ...fault });
  expect(await world.deliver('hello')).toMatchObject({ outcome: 'rejected', failure });
  const again = await world.deliver('hello');
  expect(again.outcome).toBe('accepted');
});

it.each([
  { effect: 'error', status: 500 },
  { effect: 'error', status: 503, bareBody: true },
  { effect: 'errorAfterWrite', status: 502, bareBody: true },
  { effect: 'resetAfterWrite' },
  { effect: 'resetBeforeWrite' },
  { effect: 'truncateAnswer' },
] as const)('whether a send was taken that ended with %j is not known', async (fault) => {
  const world = await smsWorld();
  world.sandbox.control.addFault({ operation: 'create', ...fault });
  expect(await world.deliver('hello')).toMatchObject({ outcome: 'unknown', failure: { scope: 'route' } });
});

it('sends no more segments than a conversation’s budget has, and says so', async () => {
  const world = await smsWorld({ options: { budget: { segmentsPerConversation: 3 } } });
  const spent = await world.deliver('x'.repeat(170));
  const { adapterState } = spent;
  expect(adapterState).toMatchObject({ segments: 2 });
  expect(await world.deliver('x'.repeat(170), { adapterState: adapterState ?? null })).toEqual({
    outcome: 'rejected',
    failure: {
      code: 'sms.budget',
      scope: 'message',
      retryable: false,
      human: 'the budget of 3 text segments for this conversation is used up',
    },
  });
  expect(await world.deliver('short', { adapterState: adapterState ?? null })).toMatchObject({ outcome: 'accepted' });
});

it('has a budget of its own for each of our numbers', async () => {
  const world = await smsWorld({ options: { perSecond: 0.5 } });
  expect(world.adapter.rate?.(CUSTOMER)).toEqual({ key: OURS, perSecond: 0.5, burst: 1 });
});

it('has nothing to send to an address that it has not made', async () => {
  const world = await smsWorld();
  const { address: _, ...rest } = messageDelivery(CUSTOMER, 'x');
  const address = 'ann' as typeof CUSTOMER;
  const outcome = await world.adapter.deliver({ ...rest, address }, new AbortController().signal);
  expect(outcome).toMatchObject({ outcome: 'rejected', failure: { code: 'sms.address' } });
});
