import { address, type DeliverOutcome } from '@trunkline/core';
import { expect, it } from 'vitest';
import { ALEX, HELPDESK, inSlack, never, outbound, RANDOM, type SlackWorld, TEAM } from '../../test/slack-world.ts';

const inHelpdesk = address(`${TEAM}/${HELPDESK}/${ALEX}:n1`);
const inRandom = address(`${TEAM}/${RANDOM}/${ALEX}:n1`);
const waiting = { kind: 'status', status: 'waiting' } as const;
const topic = { topicOf: async () => 'my laptop <!channel>\nis *broken*' };

async function directMessages({ client }: SlackWorld): Promise<string> {
  return (await client.conversations.open({ users: ALEX })).channel?.id ?? '';
}

it('the first status is the root of the thread, and the thread is the address from then on', () =>
  inSlack({ parts: topic }, async ({ outgoing, seen, calls }) => {
    const outcome = await outgoing.deliver(outbound(inHelpdesk, { body: waiting }), never);
    const root = seen(HELPDESK).at(-1);
    expect(outcome).toMatchObject({
      outcome: 'accepted',
      key: root?.ts,
      address: `${TEAM}/${HELPDESK}/${root?.ts}`,
      adapterState: { status: { ts: root?.ts } },
    });
    expect(root?.text).toBe(
      `<@${ALEX}> would like to talk to an agent.\n&gt; my laptop &lt;!channel&gt;\n&gt; is *broken*\n⏳ You are being connected with an agent.`,
    );
    expect(calls()).toEqual(['chat.postMessage']);
    const joined = { kind: 'status', status: 'joined', agentName: 'Ada' } as const;
    await outgoing.deliver(
      outbound(outcome.address ?? inHelpdesk, { body: joined, adapterState: outcome.adapterState ?? null }),
      never,
    );
    expect(seen(HELPDESK).at(-1)?.text).toMatch(/is \*broken\*\n💬 Ada joined\.$/);
  }));

it('however much was asked for, the root takes it and what is kept of it is small', () => {
  const topicOf = async () => `${'&'.repeat(900)}\n\n${'<x>\n'.repeat(900)}`;
  return inSlack({ parts: { topicOf } }, async ({ outgoing }) => {
    const outcome = await outgoing.deliver(outbound(inHelpdesk, { body: waiting }), never);
    expect(outcome.outcome).toBe('accepted');
    expect(JSON.stringify(outcome.adapterState).length).toBeLessThan(2_000);
  });
});

it('what is no status follows in the thread', () =>
  inSlack({}, async ({ outgoing, seen }) => {
    const outcome = await outgoing.deliver(outbound(inHelpdesk), never);
    const root = seen(HELPDESK).at(-1);
    expect(root?.text).toMatch(/💬 Ada joined\.$/);
    expect(seen(HELPDESK, root?.ts).at(-1)).toMatchObject({ text: 'hello from Ada', username: 'Ada' });
    expect(outcome).toMatchObject({ outcome: 'accepted', address: `${TEAM}/${HELPDESK}/${root?.ts}` });
  }));

it.each([inRandom, address(`${TEAM}/D0SOMEBODY/${ALEX}:n1`)])(
  'where the app is not, it asks the person directly: %s',
  (place) =>
    inSlack({ parts: topic }, async (world) => {
      const outcome = await world.outgoing.deliver(outbound(place, { body: waiting }), never);
      const direct = await directMessages(world);
      const root = world.seen(direct).at(-1);
      expect(outcome).toMatchObject({ outcome: 'accepted', address: `${TEAM}/${direct}/${root?.ts}` });
      expect(root?.text).toMatch(place === inRandom ? new RegExp(`in <#${RANDOM}>`) : /in another conversation/);
      expect(world.seen(RANDOM)).toEqual([]);
    }),
);

it('a channel that does not answer is not left for a direct message', () =>
  inSlack({}, async ({ outgoing, slack, calls }) => {
    slack.control.addFault({ operation: 'chat.postMessage', effect: 'error', status: 503 });
    expect(await outgoing.deliver(outbound(inHelpdesk, { body: waiting }), never)).toMatchObject({
      outcome: 'unknown',
    });
    expect(calls()).toEqual(['chat.postMessage']);
  }));

it('direct messages that cannot be opened are a certain failure', () =>
  inSlack({}, async ({ outgoing, slack }) => {
    slack.control.addFault({ operation: 'conversations.open', effect: 'error', status: 502 });
    expect(await outgoing.deliver(outbound(inRandom, { body: waiting }), never)).toMatchObject({ outcome: 'rejected' });
  }));

it('a thread that was made is told although the message in it failed', () =>
  inSlack({}, async ({ outgoing, slack, seen }) => {
    slack.control.watch(({ kind, type }) => {
      if (kind === 'api' && type === 'chat.postMessage' && slack.control.faults().length === 0)
        slack.control.addFault({ operation: 'chat.postMessage', effect: 'error', error: 'msg_too_long' });
    });
    const outcome = await outgoing.deliver(outbound(inHelpdesk), never);
    const root = seen(HELPDESK).at(-1)?.ts;
    expect(outcome).toMatchObject({
      outcome: 'rejected',
      address: `${TEAM}/${HELPDESK}/${root}`,
      adapterState: { status: { ts: root } },
    });
  }));

it('a later attempt goes on in the thread of an earlier one', () =>
  inSlack({}, async ({ outgoing, seen }) => {
    const first = await outgoing.deliver(outbound(inHelpdesk, { body: waiting }), never);
    const again = await outgoing.deliver(outbound(inHelpdesk, { body: waiting, delivery: { attempts: 2 } }), never);
    expect(again).toEqual(first);
    const message = await outgoing.deliver(outbound(inHelpdesk, { delivery: { seq: 2, id: 'm_2' as never } }), never);
    expect(message.address).toBe(first.address);
    expect(seen(HELPDESK)).toHaveLength(1);
  }));

it('an earlier attempt that cannot be looked for is not repeated blindly', () =>
  inSlack({}, async ({ outgoing, slack, seen }) => {
    slack.control.addFault({ operation: 'conversations.history', effect: 'error', status: 500 });
    const outcome: DeliverOutcome = await outgoing.deliver(outbound(inHelpdesk, { delivery: { attempts: 2 } }), never);
    expect(outcome).toMatchObject({ outcome: 'rejected', failure: { retryable: true } });
    expect(seen(HELPDESK)).toEqual([]);
  }));
