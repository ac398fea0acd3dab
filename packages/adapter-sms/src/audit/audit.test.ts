import {
  channelName,
  conversationId,
  type Difference,
  deliveryId,
  type Ledger,
  type LedgerEntry,
} from '@trunkline/core';
import { expect, it } from 'vitest';
import { OURS, THEIRS } from '../../test/signed-request.ts';
import { CUSTOMER, type SmsWorld, smsWorld } from '../../test/sms-world.ts';

const CHAT = conversationId('conv_1');
const HOUR_MS = 3_600_000;

interface Said {
  /** What the bridge has counted, the message by its place among those that were sent. */
  readonly states?: readonly LedgerEntry['state'][];
  readonly keys?: readonly (string | null)[];
  readonly underWay?: boolean;
}

/** As the bridge would have written it down. */
function ledgerOf({ context }: SmsWorld, { states = [], keys = [], underWay = false }: Said): Ledger {
  const ids = new Set(context.received.map(({ id }) => id));
  const { storage } = context;
  const now = context.clock.now();
  return {
    async *conversations() {
      yield { id: CHAT, address: CUSTOMER, openedAt: now - HOUR_MS, endedAt: null, underWay };
    },
    async *sent() {
      for (const [index, state] of states.entries()) {
        const remoteKey = keys[index] ?? null;
        const id = deliveryId(`m_${index}`);
        yield { id, state, remoteKey, conversationId: CHAT, address: CUSTOMER, settledAt: now };
      }
    },
    received: async (_address, id) => ids.has(id),
    storage,
  };
}

async function differences(world: SmsWorld, said: Said = {}): Promise<readonly Difference[]> {
  const now = world.context.clock.now();
  const range = { channel: channelName('sms'), publicUrl: null, since: now - HOUR_MS, until: now + HOUR_MS };
  const found: Difference[] = [];
  for await (const one of world.adapter.audit?.(range, ledgerOf(world, said), new AbortController().signal) ?? [])
    found.push(one);
  expect(JSON.stringify(found)).not.toMatch(/\+\d|2025550|secret/);
  return found;
}

async function sent(world: SmsWorld, ...texts: readonly string[]): Promise<readonly (string | null)[]> {
  const keys: (string | null)[] = [];
  for (const text of texts) {
    const outcome = await world.deliver(text);
    keys.push(outcome.outcome === 'accepted' ? outcome.key : null);
  }
  await world.sandbox.control.quiet();
  return keys;
}

async function vendor({ sandbox }: SmsWorld) {
  const { default: twilio } = await import('twilio');
  const client = twilio(sandbox.accountSid, sandbox.authToken, { env: {} });
  client.api.baseUrl = sandbox.url;
  return client;
}

it('finds nothing where both say the same, whatever a customer has said', async () => {
  const world = await smsWorld({ options: { numbers: { [OURS]: {} } } });
  const keys = await sent(world, 'one', 'two');
  for (const body of ['HELP', 'secret', 'STOP', 'START']) await world.text(body);
  expect(await differences(world, { keys, states: ['delivered', 'delivered'] })).toEqual([]);
});

it('names what was deleted at Twilio, and what Twilio has and nobody here', async () => {
  const world = await smsWorld();
  const keys = await sent(world, 'secret', 'secret too', 'three');
  await (await vendor(world)).messages(keys[0] ?? '').remove();
  const said: Said = { keys: [...keys.slice(0, 2), null], states: ['delivered', 'delivered', 'expired'] };
  expect(await differences(world, said)).toEqual([
    {
      kind: 'missingThere',
      about: `delivery m_0, message ${keys[0]}`,
      text: 'it counts as delivered, and Twilio does not have it',
    },
    {
      kind: 'missingHere',
      about: `message ${keys[2]}, conversation conv_1`,
      text: expect.stringContaining('no delivery stands for it'),
    },
  ]);
  expect(await differences(world, { ...said, underWay: true })).toHaveLength(1);
});

it('names outcomes that contradict each other', async () => {
  const world = await smsWorld();
  const keys = await sent(world, 'one', 'two', 'three');
  expect(await differences(world, { keys, states: ['sent', 'failed', 'delivered'] })).toEqual([
    expect.objectContaining({ kind: 'otherwise', text: 'it counts as sent, and Twilio says that it was delivered' }),
    expect.objectContaining({ kind: 'otherwise', text: 'it counts as failed, and Twilio says that it was delivered' }),
  ]);
  world.sandbox.control.addFault({ operation: 'delivery', effect: 'undelivered', code: 30_003 });
  const lost = await sent(world, 'four');
  expect(await differences(world, { keys: lost, states: ['delivered'] })).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ text: 'it counts as delivered, and Twilio says that it did not arrive' }),
    ]),
  );
});

it('names a text message that the bridge never got, and a STOP that it never heard of', async () => {
  const world = await smsWorld({ reachable: false });
  const [said, stop] = [await world.text('secret'), await world.text('STOP')];
  expect(await differences(world)).toEqual(
    [said, stop].map(({ sid }) => ({
      kind: 'missingHere',
      about: `message ${sid}`,
      text: expect.stringContaining('it was not taken in'),
    })),
  );
});

it('leaves alone what the same account sends to others, by other numbers, or to nobody in a chat', async () => {
  const other = '+12025550107';
  const world = await smsWorld({
    options: { numbers: { [OURS]: {} } },
    twilio: { numbers: [{ phoneNumber: OURS }, { phoneNumber: other }] },
  });
  const { messages } = await vendor(world);
  await messages.create({ from: other, to: THEIRS, body: 'secret' });
  await messages.create({ from: OURS, to: '+12025550143', body: 'secret' });
  await world.text({ to: other, body: 'secret' });
  await world.sandbox.control.quiet();
  expect(await differences(world)).toEqual([]);
});

it('says that Twilio could not be asked', async () => {
  const world = await smsWorld();
  world.sandbox.control.addFault({ operation: 'list', effect: 'error', status: 500 });
  await expect(differences(world)).rejects.toMatchObject({ code: 'sms.provider-unavailable' });
});
