import { type Address, channelName, type Difference, type Ledger, type LedgerEntry } from '@trunkline/core';
import { slackDefaults } from '@trunkline/sandbox';
import { expect, it } from 'vitest';
import { adapter as definition } from '../src/adapter.ts';
import { encodeAddress } from '../src/address.ts';
import { ALEX, HELPDESK, inSlack, never, outbound, type SlackWorld, TEAM } from './slack-world.ts';

const HOUR_MS = 3_600_000;
const waiting = { kind: 'status', status: 'waiting' } as const;

interface Said {
  readonly address: Address;
  readonly entries?: readonly Partial<LedgerEntry>[];
  /** What was taken in. */
  readonly received?: readonly string[];
  readonly underWay?: boolean;
  /** Another conversation, and since when it is open. */
  readonly beside?: { readonly address: Address; readonly openedAt: number };
}

/** Of every delivery of these tests. */
const CHAT = outbound('' as Address).delivery.conversationId;

/** As the bridge would have written it down, with a real adapter beside it. */
async function differences({ slack, context }: SlackWorld, said: Said): Promise<readonly Difference[]> {
  const { address, entries = [], received = [], underWay = false, beside } = said;
  const now = Date.now();
  await context.storage.put({ 'bridge-id': 'bridge-1' });
  const ledger: Ledger = {
    async *conversations() {
      yield { id: CHAT, address, openedAt: now - HOUR_MS / 2, endedAt: null, underWay };
      if (beside !== undefined) yield { id: CHAT, endedAt: null, underWay, ...beside };
    },
    async *sent() {
      for (const entry of entries)
        yield {
          id: 'm_1_1' as never,
          state: 'sent',
          remoteKey: null,
          conversationId: CHAT,
          address,
          settledAt: now,
          ...entry,
        };
    },
    received: async (where, id) => where === address && received.includes(id),
    storage: context.storage,
  };
  const { botToken, appToken } = slackDefaults;
  const options = definition.options.parse({ mode: 'socket', botToken, appToken, apiUrl: slack.apiUrl });
  const range = { channel: channelName('helpdesk'), publicUrl: null, since: now - HOUR_MS, until: now + HOUR_MS };
  const found: Difference[] = [];
  for await (const one of definition.create(options).audit?.(range, ledger, never) ?? []) found.push(one);
  expect(JSON.stringify(found)).not.toMatch(/laptop|hello|secret/);
  return found;
}

async function sent({ outgoing }: SlackWorld, ...args: Parameters<typeof outbound>): Promise<Partial<LedgerEntry>> {
  const what = outbound(...args);
  const outcome = await outgoing.deliver(what, never);
  return { id: what.delivery.id, remoteKey: outcome.outcome === 'accepted' ? outcome.key : null };
}

it('finds nothing where both say the same, and nobody minds what colleagues say among themselves', () =>
  inSlack({}, async (world) => {
    const { thread, slack } = world;
    const { ts, address } = thread();
    const status = await sent(world, address, { body: waiting, delivery: { id: 'm_0_1' as never } });
    const message = await sent(world, address);
    const say = { user: ALEX, channel: HELPDESK, threadTs: ts };
    const line = slack.control.people.say({ ...say, text: 'secret' });
    slack.control.people.say({ ...say, text: '// secret' });
    const received = [`m.${ts}`, `m.${line.ts}`];
    expect(await differences(world, { address, entries: [status, message], received })).toEqual([]);
  }));

it('names a post that was deleted in Slack, once for a status that stands for several', () =>
  inSlack({}, async (world) => {
    const { thread, client } = world;
    const { ts, address } = thread();
    const status = await sent(world, address, { body: waiting, delivery: { id: 'm_0_1' as never } });
    const message = await sent(world, address);
    for (const { remoteKey } of [status, message]) await client.chat.delete({ channel: HELPDESK, ts: remoteKey ?? '' });
    const entries = [status, { ...status, id: 'm_0_2' as never }, message];
    expect(await differences(world, { address, entries, received: [`m.${ts}`] })).toEqual(
      [status, message].map(({ id, remoteKey }) => ({
        kind: 'missingThere',
        about: `delivery ${id}, post ${remoteKey}`,
        text: 'it counts as sent, and Slack does not have it',
      })),
    );
  }));

it('names what was posted twice, what counts as failed and was posted, and what nobody knows of', () =>
  inSlack({}, async (world) => {
    const { ts, address } = world.thread();
    const received = [`m.${ts}`];
    const twice = await sent(world, address);
    const again = await sent(world, address);
    expect(await differences(world, { address, entries: [twice], received })).toEqual([
      {
        kind: 'otherwise',
        about: `post ${again.remoteKey}, delivery ${twice.id}`,
        text: 'it was posted more than once',
      },
    ]);
    expect(
      await differences(world, { address, entries: [{ ...twice, state: 'failed', remoteKey: null }], received }),
    ).toEqual([
      expect.objectContaining({ kind: 'otherwise', text: 'it counts as failed, and was posted' }),
      expect.objectContaining({ kind: 'otherwise', text: 'it was posted more than once' }),
    ]);
    const unknown = await differences(world, { address, received });
    expect(unknown.map(({ text }) => text)).toEqual(
      [twice, again].map(() => 'Slack has a post of ours that no delivery stands for'),
    );
    expect(await differences(world, { address, received, underWay: true })).toEqual([]);
  }));

it('names a line that the bridge never got', () =>
  inSlack({}, async (world) => {
    const { ts, address } = world.thread();
    const { ts: lost } = world.slack.control.people.say({
      user: ALEX,
      channel: HELPDESK,
      threadTs: ts,
      text: 'secret',
    });
    expect(await differences(world, { address, received: [`m.${ts}`] })).toEqual([
      {
        kind: 'missingHere',
        about: `message ${lost}, conversation ${CHAT}`,
        text: 'somebody has said it in Slack, and it was not taken in',
      },
    ]);
  }));

it('names a reply below a direct message that was sent to it, too, unless its thread is compared by itself', () =>
  inSlack({}, async (world) => {
    const { people } = world.slack.control;
    const { id: channel } = people.direct(ALEX);
    const { ts } = people.say({ user: ALEX, channel, text: 'hello' });
    const direct = encodeAddress({ team: TEAM, channel, thread: null });
    const reply = people.say({ user: ALEX, channel, threadTs: ts, text: 'secret', broadcast: true });
    const lost = [expect.objectContaining({ about: `message ${reply.ts}, conversation ${CHAT}` })];
    expect(await differences(world, { address: direct, received: [`m.${ts}`] })).toEqual(lost);
    expect(await differences(world, { address: direct, received: [`m.${ts}`, `m.${reply.ts}`] })).toEqual([]);
    const beside = { address: encodeAddress({ team: TEAM, channel, thread: ts }), openedAt: Number(ts) * 1_000 };
    // Named once, where it belongs.
    expect(await differences(world, { address: direct, received: [`m.${ts}`], beside })).toEqual(lost);
  }));

it('says which conversation Slack does not let it read, and waits where Slack asks for patience', () =>
  inSlack({}, async (world) => {
    const { ts, address } = world.thread();
    const received = [`m.${ts}`];
    const operation = 'conversations.replies';
    world.slack.control.addFault({ operation, effect: 'error', status: 429, retryAfterS: 0 });
    expect(await differences(world, { address, received })).toEqual([]);
    world.slack.control.uninstall();
    expect(await differences(world, { address, received })).toEqual([
      {
        kind: 'otherwise',
        about: `conversation ${CHAT}`,
        text: expect.stringMatching(/does not let it be read \(\w+\)/),
      },
    ]);
  }));
