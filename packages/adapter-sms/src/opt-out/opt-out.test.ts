import { StoreUnavailableError } from '@trunkline/core';
import { FakeAdapterContext, ManualClock } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { found } from '../../test/found.ts';
import { inboundForm, OURS, signed, THEIRS } from '../../test/signed-request.ts';
import { CUSTOMER, type SmsWorld, smsWorld } from '../../test/sms-world.ts';
import { addressOf } from '../address.ts';

const SERVICE = `MG${'a'.repeat(32)}`;
const other = '+12025550101';

async function consent(world: SmsWorld, sender: string = OURS) {
  return await world.context.storage.get(`consent/${sender}/${THEIRS}`);
}

it.each(['STOP', 'stop', ' StopAll ', 'UNSUBSCRIBE', 'Cancel', 'end', 'quit', 'REVOKE', 'OPTOUT'])(
  'ends the chat on %j, tells the agent, and sends nothing more',
  async (word) => {
    const world = await smsWorld();
    await world.text('hello');
    const { sid } = await world.text(word);
    expect(world.context.received.map(({ text }) => text)).toEqual(['hello']);
    expect(world.context.ends).toEqual([CUSTOMER]);
    expect(world.context.endings).toEqual([
      {
        id: sid,
        notice: `The customer has opted out of text messages (${word.trim().toUpperCase()}). Nothing more can be sent to them.`,
        lastWords: word,
        reason: 'customer opted out',
      },
    ]);
    expect(await consent(world)).toMatchObject({ state: 'optedOut', by: word.trim().toUpperCase(), sid });
    expect(await world.deliver('are you there?')).toEqual({
      outcome: 'rejected',
      failure: {
        code: 'sms.opted-out',
        scope: 'message',
        retryable: false,
        human: 'the customer has opted out (STOP)',
      },
    });
    expect(world.arrived()).toEqual([]);
    expect(world.context.counts.get('opt_outs')).toBe(1);
  },
);

it.each(['STOP PLEASE', 'stop it', 'Yes', 'START', 'unstop', 'end of story'])(
  'takes %j from somebody who is not opted out as any message',
  async (text) => {
    const world = await smsWorld();
    await world.text(text);
    expect(world.context.received.map((message) => message.text)).toEqual([text]);
    expect(world.context.ends).toEqual([]);
    expect(await consent(world)).toBeNull();
  },
);

it('sends again after START, which no agent sees', async () => {
  const world = await smsWorld();
  await world.text('STOP');
  await world.context.clock.advance(60_000);
  await world.text('YES');
  expect(world.context.received).toEqual([]);
  expect(await consent(world)).toMatchObject({
    state: 'optedIn',
    by: 'YES',
    history: [{ state: 'optedOut' }, { state: 'optedIn' }],
  });
  expect(await world.deliver('welcome back')).toMatchObject({ outcome: 'accepted' });
  await world.sandbox.control.quiet();
  expect(world.arrived()).toEqual(['welcome back']);
});

it('leaves HELP to Twilio outside of a chat, also when it is found in the list within one', async () => {
  const world = await smsWorld();
  await world.text('HELP');
  expect(world.context.received).toEqual([]);
  await world.text('hello');
  await world.text('info');
  const texts = world.context.received.map(({ text }) => text);
  expect(texts).toEqual(['hello', 'info']);
  expect((await found(world)).map((one) => ('text' in one ? one.text : one))).toEqual(['hello', 'info']);
});

it('does not end the chat again, or undo a START, when an old STOP comes to be known once more', async () => {
  const world = await smsWorld();
  await world.text('STOP');
  await world.context.clock.advance(5_000);
  await world.text('START');
  expect(await found(world)).toEqual([]);
  expect(await consent(world)).toMatchObject({ state: 'optedIn' });
  expect(world.context.counts.get('opt_outs')).toBe(1);
});

it('heeds a STOP that nobody listened to', async () => {
  const world = await smsWorld({ reachable: false });
  await world.context.receive({ address: CUSTOMER, text: 'hello' });
  const { sid } = await world.text('STOP');
  expect(await found(world)).toMatchObject([{ address: CUSTOMER, ending: { id: sid, lastWords: 'STOP' } }]);
  expect(await world.deliver('hello?')).toMatchObject({ outcome: 'rejected', failure: { code: 'sms.opted-out' } });
});

it('ends a chat that a STOP was to end when it is found again after a crash in between', async () => {
  const world = await smsWorld();
  await world.text('hello');
  const end = world.context.receiveEnd.bind(world.context);
  world.context.receiveEnd = async () => {
    throw new StoreUnavailableError('The disk is full.');
  };
  const { sid } = await world.text('STOP');
  world.context.receiveEnd = end;
  expect(await found(world)).toMatchObject([{ text: 'hello' }, { address: CUSTOMER, ending: { id: sid } }]);
});

it('does not end a chat that began after a STOP, whenever that comes to be known again', async () => {
  const world = await smsWorld();
  await world.text('STOP');
  await world.text('hello');
  expect(await found(world)).toMatchObject([{ text: 'hello' }]);
  expect(world.context.ends).toEqual([]);
});

it('learns from a refusal that somebody has opted out', async () => {
  const world = await smsWorld();
  world.sandbox.control.optOut(OURS, THEIRS);
  expect(await world.deliver('hello')).toMatchObject({ outcome: 'rejected', failure: { code: 'sms.opted-out' } });
  expect(await consent(world)).toMatchObject({ state: 'optedOut', by: 'twilio.21610', sid: null });
});

it('counts an opt-out for all numbers of a Messaging Service, and ends the chats on each', async () => {
  const host = { numbers: { [OURS]: {}, [other]: {} }, messagingServiceSid: SERVICE };
  const world = await smsWorld({ options: host });
  for (const to of [OURS, other])
    await world.context.receive({ address: addressOf({ ours: to, theirs: THEIRS }), text: 'hello' });
  await world.text('STOP');
  expect(world.context.ends).toEqual([CUSTOMER, addressOf({ ours: other, theirs: THEIRS })]);
  expect(world.context.endings[1]?.lastWords).toBeUndefined();
  expect(await consent(world, SERVICE)).toMatchObject({ state: 'optedOut' });
  const elsewhere = { address: addressOf({ ours: other, theirs: THEIRS }) };
  expect(await world.deliver('hello', elsewhere)).toMatchObject({ outcome: 'rejected' });
});

it('does what Advanced Opt-Out says, and knows its service from then on', async () => {
  const world = await smsWorld({
    twilio: { numbers: [{ phoneNumber: OURS, smsUrl: '' }] },
  });
  const { context, adapter, publicUrl, sandbox } = world;
  const send = (form: Readonly<Record<string, string>>) =>
    adapter.handle(
      signed(inboundForm({ MessagingServiceSid: SERVICE, ...form }), { publicUrl, token: sandbox.authToken }),
    );
  await send({ Body: 'hola' });
  await send({ Body: 'alto por favor', OptOutType: 'STOP', MessageSid: `SM${'4'.repeat(32)}` });
  expect(context.endings).toMatchObject([{ lastWords: 'alto por favor' }]);
  expect(await consent(world, SERVICE)).toMatchObject({ state: 'optedOut', by: 'STOP' });
  expect(await world.deliver('hello')).toMatchObject({ outcome: 'rejected' });
  await context.clock.advance(1_000);
  await send({ Body: 'vuelvo', OptOutType: 'START', MessageSid: `SM${'5'.repeat(32)}` });
  expect(await consent(world, SERVICE)).toMatchObject({ state: 'optedIn' });
});

it('knows words of one’s own', async () => {
  const world = await smsWorld({ options: { optOut: { stop: ['ALTO'] } } });
  await world.text('hola');
  await world.text('alto');
  expect(world.context.ends).toEqual([CUSTOMER]);
});

it('tells the agent of somebody who writes although they have opted out', async () => {
  const world = await smsWorld();
  await world.text('STOP');
  await world.text('one more thing');
  expect(world.context.received).toMatchObject([{ profile: { attributes: { consent: 'opted out (STOP)' } } }]);
});

it('keeps consents from one process to the next', async () => {
  const kept = new Map();
  const clock = new ManualClock(Date.now());
  const first = await smsWorld({ context: new FakeAdapterContext({ publicUrl: 'http://127.0.0.1:9/x', kept, clock }) });
  await first.context.storage.put({});
  first.sandbox.control.optOut(OURS, THEIRS);
  await first.deliver('hello');
  const second = await smsWorld({
    context: new FakeAdapterContext({ publicUrl: 'http://127.0.0.1:9/x', kept, clock }),
  });
  expect(await second.deliver('hello')).toMatchObject({ failure: { code: 'sms.opted-out' } });
});
