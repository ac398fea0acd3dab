import { deliveryId } from '@trunkline/core';
import { messageDelivery } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { OURS, THEIRS } from '../../test/signed-request.ts';
import { CUSTOMER, type SmsWorld, smsWorld } from '../../test/sms-world.ts';
import { Claims } from './claims.ts';

const never = new AbortController().signal;
const queued = { twilio: { queueMs: 1_000_000 } };

function ask(world: SmsWorld, text: string, more: object = {}) {
  const outbound = messageDelivery(CUSTOMER, text, { createdAt: world.context.clock.now(), id: deliveryId('m_x') });
  return world.adapter.findSent?.({ ...outbound, ...more }, never);
}

it('finds a message whose answer was lost, though it waits to be sent, and goes on from there', async () => {
  const world = await smsWorld(queued);
  world.sandbox.control.addFault({ operation: 'create', effect: 'resetAfterWrite' });
  expect(await world.deliver('ok')).toMatchObject({ outcome: 'unknown' });
  const [message] = world.sandbox.control.messages(THEIRS);
  expect(await ask(world, 'ok')).toEqual({
    found: 'sent',
    key: message?.sid,
    adapterState: { last: message?.sid, segments: 1 },
  });
});

it('says that a message was not sent that is not in the list', async () => {
  const world = await smsWorld(queued);
  world.sandbox.control.addFault({ operation: 'create', effect: 'resetBeforeWrite' });
  await world.deliver('ok');
  expect(await ask(world, 'ok')).toEqual({ found: 'notSent' });
});

it('does not take the message before for it, though it says the same', async () => {
  const world = await smsWorld(queued);
  const before = await world.deliver('ok');
  world.sandbox.control.addFault({ operation: 'create', effect: 'resetBeforeWrite' });
  await world.deliver('ok');
  const adapterState = before.adapterState ?? null;
  expect(await ask(world, 'ok', { adapterState })).toEqual({ found: 'notSent' });
  world.sandbox.control.addFault({ operation: 'create', effect: 'resetAfterWrite' });
  await world.deliver('ok');
  const sids = world.sandbox.control.messages(THEIRS).map(({ sid }) => sid);
  expect(await ask(world, 'ok', { adapterState })).toMatchObject({ found: 'sent', key: sids[1] });
});

it('takes neither what is older than the delivery, nor what another number sent, nor what says something else', async () => {
  const other = '+12025550107';
  const world = await smsWorld({
    twilio: { numbers: [{ phoneNumber: OURS }, { phoneNumber: other }], queueMs: 1_000_000 },
  });
  const { adapterState = null } = await world.deliver('ok');
  const later = { ...messageDelivery(CUSTOMER, 'ok').delivery, createdAt: world.context.clock.now() + 60_000 };
  expect(await ask(world, 'ok', { delivery: later })).toEqual({ found: 'notSent' });
  const { default: twilio } = await import('twilio');
  const client = twilio(world.sandbox.accountSid, world.sandbox.authToken, { env: {} });
  client.api.baseUrl = world.sandbox.url;
  await client.messages.create({ to: THEIRS, from: other, body: 'ok' });
  await client.messages.create({ to: THEIRS, from: OURS, body: 'Your parcel is on its way' });
  expect(await ask(world, 'ok', { adapterState })).toEqual({ found: 'notSent' });
});

it('goes by the clock over there, whatever ours says', async () => {
  const world = await smsWorld(queued);
  await world.context.clock.advance(300_000);
  world.sandbox.control.addFault({ operation: 'create', effect: 'resetAfterWrite' });
  await world.deliver('ok');
  expect(await ask(world, 'ok')).toMatchObject({ found: 'sent' });
});

it('needs no list where a callback has told already, and begins the next search behind it', async () => {
  const world = await smsWorld();
  world.sandbox.control.addFault({ operation: 'create', effect: 'resetAfterWrite' });
  await world.deliver('ok');
  await world.sandbox.control.quiet();
  const [message] = world.sandbox.control.messages(THEIRS);
  expect(world.context.receipts[0]).toMatchObject({ state: 'sent', key: message?.sid });
  world.sandbox.control.addFault({ operation: 'list', effect: 'error', status: 500, times: null });
  expect(await ask(world, 'ok', { delivery: messageDelivery(CUSTOMER, 'ok').delivery })).toMatchObject({
    found: 'sent',
    key: message?.sid,
  });
  world.sandbox.control.clearFaults();
  expect(await ask(world, 'ok')).toEqual({ found: 'notSent' });
  // A late callback of something older.
  await new Claims(world.context.storage).keep(CUSTOMER, { deliveryId: deliveryId('m_old'), sid: 'SM_old' });
  expect(await ask(world, 'ok')).toEqual({ found: 'notSent' });
});

it('looks at the list before it sends again what may have been taken, and waits while there is none', async () => {
  const world = await smsWorld(queued);
  const { delivery } = messageDelivery(CUSTOMER, 'ok', { createdAt: world.context.clock.now(), repeated: true });
  world.sandbox.control.addFault({ operation: 'create', effect: 'resetAfterWrite' });
  expect(await world.deliver('ok')).toMatchObject({ outcome: 'unknown' });
  world.sandbox.control.addFault({ operation: 'list', effect: 'error', status: 500 });
  const failure = { code: 'twilio.20500', scope: 'route', retryable: true };
  expect(await world.deliver('ok', { delivery })).toMatchObject({ outcome: 'rejected', failure });
  const [message, ...others] = world.sandbox.control.messages(THEIRS);
  expect(await world.deliver('ok', { delivery })).toMatchObject({ outcome: 'accepted', key: message?.sid });
  expect(others).toEqual([]);
});

it('sends again what the list does not have', async () => {
  const world = await smsWorld(queued);
  const { delivery } = messageDelivery(CUSTOMER, 'ok', { createdAt: world.context.clock.now(), repeated: true });
  expect(await world.deliver('ok', { delivery })).toMatchObject({ outcome: 'accepted' });
  expect(world.sandbox.control.messages(THEIRS)).toHaveLength(1);
});

it('cannot tell while Twilio does not answer', async () => {
  const world = await smsWorld();
  world.sandbox.control.addFault({ operation: 'list', effect: 'error', status: 500 });
  await expect(ask(world, 'ok')).rejects.toMatchObject({ code: 'sms.provider-unavailable' });
});
