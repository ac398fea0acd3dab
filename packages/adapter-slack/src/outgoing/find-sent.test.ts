import { address } from '@trunkline/core';
import { expect, it } from 'vitest';
import { ALEX, HELPDESK, inSlack, never, outbound, RANDOM, TEAM } from '../../test/slack-world.ts';

const post = 'chat.postMessage';
const waiting = { kind: 'status', status: 'waiting' } as const;

it('finds a message whose answer was lost, and no other', () =>
  inSlack({}, async ({ outgoing, thread, slack, seen }) => {
    const { ts, address: place } = thread();
    expect(await outgoing.findSent(outbound(place), never)).toEqual({ found: 'notSent' });
    slack.control.addFault({ operation: post, effect: 'resetAfterWrite' });
    expect((await outgoing.deliver(outbound(place), never)).outcome).toBe('unknown');
    expect(await outgoing.findSent(outbound(place), never)).toEqual({ found: 'sent', key: seen(HELPDESK, ts)[1]?.ts });
    const other = outbound(place, { delivery: { id: 'm_2_1' as never } });
    expect(await outgoing.findSent(other, never)).toEqual({ found: 'notSent' });
  }));

it('does not take the post of another bridge for its own', () =>
  inSlack({}, async ({ outgoing, thread, client }) => {
    const { ts, address: place } = thread();
    const { delivery } = outbound(place);
    const metadata = { event_type: 'trunkline_delivery', event_payload: { delivery: delivery.id, bridge: 'another' } };
    await client.chat.postMessage({ channel: HELPDESK, thread_ts: ts, text: 'x', metadata });
    expect(await outgoing.findSent(outbound(place), never)).toEqual({ found: 'notSent' });
  }));

it('looks through every page of a long thread', () =>
  inSlack({ slack: { historyMaxItems: 3 } }, async ({ outgoing, thread, slack }) => {
    const { ts, address: place } = thread();
    for (let n = 0; n < 10; n += 1)
      slack.control.people.say({ user: ALEX, channel: HELPDESK, threadTs: ts, text: `${n}` });
    const sent = await outgoing.deliver(outbound(place), never);
    expect(await outgoing.findSent(outbound(place), never)).toEqual({
      found: 'sent',
      key: sent.outcome === 'accepted' ? sent.key : null,
    });
  }));

it('cannot tell where Slack does not let it read', () =>
  inSlack({}, async ({ outgoing, thread, slack }) => {
    const { address: place } = thread();
    slack.control.addFault({ operation: 'conversations.replies', effect: 'error', status: 429, retryAfterS: 60 });
    expect(await outgoing.findSent(outbound(place), never)).toEqual({ found: 'cannotTell' });
    slack.control.setScopes(TEAM, ['chat:write']);
    expect(await outgoing.findSent(outbound(place), never)).toEqual({ found: 'cannotTell' });
  }));

it('an edit of the status message is told from the one before', () =>
  inSlack({}, async ({ outgoing, thread, slack }) => {
    const { address: place } = thread();
    const first = await outgoing.deliver(outbound(place, { body: waiting }), never);
    const adapterState = first.adapterState ?? null;
    const joined = outbound(place, {
      body: { kind: 'status', status: 'joined' },
      delivery: { id: 'm_2_1' as never },
      adapterState,
    });
    expect(await outgoing.findSent(joined, never)).toEqual({ found: 'notSent' });
    slack.control.addFault({ operation: 'chat.update', effect: 'resetAfterWrite' });
    expect((await outgoing.deliver(joined, never)).outcome).toBe('unknown');
    expect(await outgoing.findSent(joined, never)).toMatchObject({ found: 'sent', adapterState });
  }));

it('a status whose first answer was lost is found with what is kept of it', () =>
  inSlack({}, async ({ outgoing, thread, slack, seen }) => {
    const { ts, address: place } = thread();
    slack.control.addFault({ operation: post, effect: 'resetAfterWrite' });
    await outgoing.deliver(outbound(place, { body: waiting }), never);
    const key = seen(HELPDESK, ts)[1]?.ts;
    expect(await outgoing.findSent(outbound(place, { body: waiting }), never)).toEqual({
      found: 'sent',
      key,
      adapterState: { status: { ts: key, lead: null } },
    });
  }));

it.each([
  ['in the channel', HELPDESK],
  ['with the person', RANDOM],
])('a thread whose answer was lost is found %s, with its address', (_, channel) =>
  inSlack({}, async ({ outgoing, slack, client }) => {
    const place = outbound(address(`${TEAM}/${channel}/${ALEX}:n1`), { body: waiting });
    expect(await outgoing.findSent(place, never)).toEqual({ found: 'notSent' });
    const real =
      channel === HELPDESK ? HELPDESK : ((await client.conversations.open({ users: ALEX })).channel?.id ?? '');
    slack.control.addFault({ operation: post, effect: 'resetAfterWrite', channel: real });
    expect((await outgoing.deliver(place, never)).outcome).toBe('unknown');
    const [root] = slack.control.messages({ user: ALEX, channel: real });
    expect(await outgoing.findSent(place, never)).toMatchObject({
      found: 'sent',
      key: root?.ts,
      address: `${TEAM}/${real}/${root?.ts}`,
      adapterState: { status: { ts: root?.ts } },
    });
  }),
);

it('a thread without its message: the message is not sent, and follows into the same thread', () =>
  inSlack({}, async ({ outgoing, slack, seen }) => {
    const place = address(`${TEAM}/${HELPDESK}/${ALEX}:n1`);
    slack.control.addFault({ operation: post, effect: 'resetAfterWrite' });
    expect((await outgoing.deliver(outbound(place), never)).outcome).toBe('unknown');
    expect(await outgoing.findSent(outbound(place), never)).toEqual({ found: 'notSent' });
    const again = outbound(place, { delivery: { attempts: 2 } });
    expect((await outgoing.deliver(again, never)).outcome).toBe('accepted');
    const [root, ...others] = seen(HELPDESK);
    expect(others).toEqual([]);
    expect(
      seen(HELPDESK, root?.ts)
        .map(({ text }) => text)
        .slice(1),
    ).toEqual(['hello from Ada']);
    expect(await outgoing.findSent(again, never)).toMatchObject({
      found: 'sent',
      address: `${TEAM}/${HELPDESK}/${root?.ts}`,
    });
  }));
