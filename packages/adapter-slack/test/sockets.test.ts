import type { InboundMessage } from '@trunkline/core';
import { StoreUnavailableError } from '@trunkline/core';
import { expect, it } from 'vitest';
import { TAKING_UP_MS } from '../src/missed/spans.ts';
import { HELPDESK, inRig, openRig, type Rig, TEAM } from './slack-rig.ts';

const sockets = ({ slack }: Rig) => slack.control.app().sockets;

it('keeps two sockets open, and renews one that Slack asks back while the other listens', () =>
  inRig({}, async (rig) => {
    const { slack, context, clock, until } = rig;
    await until(() => sockets(rig) === 2);
    slack.control.disconnectSockets('refresh_requested', 'oldest');
    await until(() => sockets(rig) === 1);
    const direct = slack.control.people.direct('alex');
    slack.control.people.say({ user: 'alex', channel: direct.id, text: 'in between' });
    await until(() => context.received.length === 1);
    await clock.advance(0);
    await until(() => sockets(rig) === 2);
    expect(context.health).toBeNull();
    expect(context.looks).toBe(0);
  }));

it('opens again what broke, looks for what was missed, and says so when none comes back for long', () =>
  inRig({}, async (rig) => {
    const { slack, context, clock, until } = rig;
    await until(() => sockets(rig) === 2);
    slack.control.away('reset');
    slack.control.dropSockets();
    await until(() => context.counts.get('sockets_gone') === 1);
    await clock.advance(29_000);
    expect(context.health).toBeNull();
    await clock.advance(2_000);
    expect(context.health).toContain('no socket to Slack is open');
    expect(context.looks).toBe(0);
    slack.control.back();
    for (let round = 0; round < 100 && sockets(rig) < 2; round += 1) await clock.advance(1_000);
    await until(() => sockets(rig) === 2);
    expect(context.health).toBeNull();
    expect(context.looks).toBe(1);
  }));

it('does not acknowledge what could not be stored: it comes again, and is taken in once', () =>
  inRig({ sandbox: { retryDelays: '1000' } }, async (rig) => {
    const { slack, context, clock, until, deliveries } = rig;
    await until(() => sockets(rig) === 2);
    context.refuseWith(new StoreUnavailableError('The disk is full.'));
    const direct = slack.control.people.direct('alex');
    const said = slack.control.people.say({ user: 'alex', channel: direct.id, text: 'hello' });
    await until(() => context.counts.get('not_acknowledged') === 1);
    context.refuseWith(null);
    await clock.advance(3_000);
    await until(() => deliveries().includes('message timeout'));
    await clock.advance(1_000);
    await until(() => context.received.length === 1);
    expect(context.received[0]?.id).toBe(`m.${said.ts}`);
  }));

it('acknowledges what can never be understood, and takes nothing in', () =>
  inRig({}, async ({ slack, context, until }) => {
    const result = await slack.control.people.command({
      user: 'alex',
      channel: 'helpdesk',
      command: '/other',
      text: 'x',
    });
    expect(result.outcome.state).toBe('acked');
    await until(() => true);
    expect(context.received).toEqual([]);
  }));

it('takes a message once that comes over both sockets', () =>
  inRig(
    { sandbox: { faults: [{ operation: 'delivery', effect: 'duplicate', type: 'message', times: null }] } },
    async (rig) => {
      const { slack, context, until } = rig;
      await until(() => sockets(rig) === 2);
      const direct = slack.control.people.direct('alex');
      slack.control.people.say({ user: 'alex', channel: direct.id, text: 'ok' });
      await until(() => context.received.length === 2);
      const [one, two] = context.received;
      expect(two?.id).toBe(one?.id);
      slack.control.people.say({ user: 'alex', channel: direct.id, text: 'ok' });
      await until(() => context.received.length === 4);
      expect(context.received[2]?.id).not.toBe(one?.id);
    },
  ));

it('stops with a socket that hears nothing any more', async () => {
  const rig = await openRig({});
  await rig.until(() => sockets(rig) === 2);
  rig.slack.control.stallSockets();
  const stopped = rig.close();
  await rig.clock.advance(2_000);
  await stopped;
  expect(rig.clock.armed).toBe(0);
});

it('says what is wrong when Slack refuses a token, and leaves nothing running', async () => {
  const rig = await openRig({ idle: true, options: { appToken: 'xapp-not-this-one' } });
  await expect(rig.adapter.start(rig.context)).rejects.toMatchObject({ code: 'slack.app-token-refused' });
  const other = await openRig({ idle: true, options: { botToken: 'xoxb-not-this-one' } });
  await expect(other.adapter.start(other.context)).rejects.toMatchObject({ code: 'slack.token-refused' });
  expect([rig.clock.armed, other.clock.armed]).toEqual([0, 0]);
  await rig.close();
  await other.close();
});

it('reads what was said in open threads and direct messages while nobody listened', () =>
  inRig({}, async ({ slack, context, adapter, until, clock }) => {
    const { people } = slack.control;
    const root = people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline help' });
    await until(() => context.received.length === 2);
    await adapter.stop();
    slack.control.configure({ mode: 'http', eventsUrl: 'http://127.0.0.1:9/' });
    await clock.advance(60_000);
    const since = clock.now();
    people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: 'first' });
    people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: '// internal' });
    people.say({ user: 'alex', channel: 'helpdesk', threadTs: root.ts, text: 'second' });
    const direct = people.direct('kim');
    people.say({ user: 'kim', channel: direct.id, text: 'anybody there?' });
    slack.control.configure({ mode: 'socket' });
    await adapter.start(context);
    await clock.advance(TAKING_UP_MS);
    const address = context.received[0]?.address;
    const found: InboundMessage[] = [];
    const missed = { since, open: address === undefined ? [] : [address] };
    for await (const one of adapter.findReceived?.(missed, new AbortController().signal) ?? [])
      if ('text' in one) found.push(one);
    expect(found.map(({ address: at, text }) => [at, text])).toEqual([
      [`${TEAM}/${HELPDESK}/${root.ts}`, 'Sam Okafor: first'],
      [`${TEAM}/${HELPDESK}/${root.ts}`, 'Alex Rivera: second'],
      [`${TEAM}/${direct.id}`, 'anybody there?'],
    ]);
    // Live and found are the same message.
    expect(found[0]?.id).toMatch(/^m\./);
    // A place is read again from a little before it was read last.
    const again: string[] = [];
    for await (const one of adapter.findReceived?.(missed, new AbortController().signal) ?? [])
      if ('text' in one) again.push(one.text);
    expect(again).toEqual(['Alex Rivera: help', 'Sam Okafor: first', 'Alex Rivera: second', 'anybody there?']);
  }));
