import assert from 'node:assert/strict';
import type { Receipt, ReceiptOfDelivery } from '../contracts/channel-adapter.ts';
import { address } from '../domain/ids.ts';
import type { CrashScript } from './crash-script.ts';

const ANN = address('ann');
const FAILURE = { code: 'fake.30003', scope: 'message', retryable: false, human: 'unreachable handset' } as const;
const NOTICE = 'The customer did not get your last message: unreachable handset';
const CORRECTION = 'The customer did get your message after all.';

/**
 * Receipts of every kind, each told until it was taken and then once more: before the write is answered, after it,
 * that it failed, that it arrived after all, what was read, and of last words when nobody is there any more.
 */
export async function playReceipts(script: CrashScript): Promise<void> {
  const { contactCenter, medium } = script.world;
  const tell = async (text: string, receipt: (of: ReceiptOfDelivery) => Receipt): Promise<void> => {
    const told = receipt({ deliveryId: medium.deliveryOf('ann', text) });
    for (const _time of [1, 2]) await script.attempt(({ channel }) => channel.context().receiveReceipt(ANN, told));
  };
  const delivered = (of: ReceiptOfDelivery): Receipt => ({ of, state: 'delivered', key: 'SM2' });
  const failed = (of: ReceiptOfDelivery): Receipt => ({ of, state: 'failed', failure: FAILURE });
  medium.early = ({ id, body }) =>
    body.text === 'early' ? { of: { deliveryId: id }, state: 'delivered', key: 'SM1' } : null;
  await script.say('hello', 'id-1');
  await script.wait(40_000);
  for (const text of ['early', 'alpha', 'beta', 'gamma']) script.chat((chat) => contactCenter.say(chat, text));
  await script.wait(40_000);
  await tell('alpha', delivered);
  await tell('beta', failed);
  await script.wait(40_000);
  await tell('beta', delivered);
  await tell('alpha', failed);
  await script.attempt(({ channel }) =>
    channel.context().receiveReceipt(ANN, { of: { upTo: 1_000 }, state: 'delivered' }),
  );
  script.chat((chat) => contactCenter.say(chat, 'last words'));
  await script.wait(40_000);
  await script.attempt(({ channel }) => channel.context().receiveEnd(ANN));
  await script.wait(40_000);
  await tell('last words', failed);
  await script.wait(40_000);
  const joined = contactCenter.chats.filter(({ state }) => state !== 'created');
  assert.equal(joined.length, 1, 'a notice has opened a chat');
  await script.say('back again', 'id-2');
  await script.wait(40_000);
  await script.attempt(({ channel }) => channel.context().receiveEnd(ANN));
  await script.wait(40_000);
  assert.deepEqual(contactCenter.heard, ['hello', NOTICE, CORRECTION, NOTICE, 'back again'], 'what the agents heard');
  assert.deepEqual(medium.messages('ann'), ['early', 'alpha', 'beta', 'gamma', 'last words']);
  const { store } = await script.alive();
  const told = await store.deliveries({ limit: 1_000 });
  const stateOf = (text: string) => told.find(({ body }) => body.text === text)?.state;
  assert.deepEqual(['early', 'alpha', 'beta', 'gamma', 'last words'].map(stateOf), [
    'delivered',
    'delivered',
    'failed',
    'delivered',
    'failed',
  ]);
}
