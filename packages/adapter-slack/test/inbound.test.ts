import { describe, expect, it } from 'vitest';
import { ALEX, FINANCE, HELPDESK, inRig, SAM, TEAM } from './slack-rig.ts';

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  it('a mention in a channel begins a conversation in its thread, and replies go on with it', () =>
    inRig({ mode }, async ({ slack, context, until }) => {
      const { people } = slack.control;
      const root = people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline my laptop is broken' });
      await until(() => context.received.length === 2);
      const [first, again] = context.received;
      expect(first).toMatchObject({
        address: `${TEAM}/${HELPDESK}/${root.ts}`,
        text: 'Alex Rivera: my laptop is broken',
        profile: {
          name: 'Alex Rivera',
          email: 'alex@northwind.example',
          attributes: { slackChannel: '#helpdesk', slackUser: ALEX },
        },
      });
      expect(first?.profile?.attributes?.['slackProfile']).toMatch(new RegExp(`/team/${ALEX}$`));
      // `message` and `app_mention` are two events about one message.
      expect(again?.id).toBe(first?.id);
      people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: 'mine too & more' });
      await until(() => context.received.length === 3);
      expect(context.received[2]).toMatchObject({
        address: first?.address,
        text: 'Sam Okafor: mine too & more',
        author: { id: SAM, name: 'Sam Okafor' },
      });
      expect(context.received[2]?.profile).toBeUndefined();
    }));

  it('a direct message is a conversation of its own, in its own words', () =>
    inRig({ mode }, async ({ slack, context, until }) => {
      const direct = slack.control.people.direct('alex');
      slack.control.people.say({ user: 'alex', channel: direct.id, text: 'hello *there*' });
      await until(() => context.received.length === 1);
      expect(context.received[0]).toMatchObject({ address: `${TEAM}/${direct.id}`, text: 'hello there' });
    }));

  it('/agent is acknowledged after the commit, with a word to whoever asked', () =>
    inRig({ mode }, async ({ slack, context }) => {
      const held = context.hold();
      let answered = false;
      const result = slack.control.people
        .command({ user: 'alex', channel: 'helpdesk', command: '/agent', text: 'my laptop is broken' })
        .finally(() => {
          answered = true;
        });
      await held.reached;
      expect(answered).toBe(false);
      held.release();
      expect(JSON.stringify(await result)).toContain('Connecting you with an agent…');
      expect(context.received).toMatchObject([
        { text: 'Alex Rivera: my laptop is broken', profile: { name: 'Alex Rivera' } },
      ]);
      expect(context.received[0]?.address).toMatch(new RegExp(`^${TEAM}/${HELPDESK}/${ALEX}:[0-9a-f]{20}$`));
    }));
});

it('hands the agent what was said in a thread before the app was called into it', () =>
  inRig({}, async ({ slack, context, until }) => {
    const { people } = slack.control;
    const root = people.say({ user: 'sam', channel: 'helpdesk', text: 'does anyone know the printer?' });
    people.say({ user: 'kim', channel: 'helpdesk', threadTs: root.ts, text: '// not for agents' });
    people.say({ user: 'kim', channel: 'helpdesk', threadTs: root.ts, text: 'ask @alex' });
    people.say({ user: 'alex', channel: 'helpdesk', threadTs: root.ts, text: '@trunkline please help' });
    await until(() => context.received.length === 2);
    expect(context.received[0]?.text).toBe(
      'Said before in #helpdesk:\nSam Okafor: does anyone know the printer?\nKim Larsen: ask @Alex Rivera\n—\nAlex Rivera: please help',
    );
    expect(context.received[0]?.address).toBe(`${TEAM}/${HELPDESK}/${root.ts}`);
  }));

it('takes no notice of what is not said to it', () =>
  inRig({}, async ({ slack, context, until, deliveries }) => {
    const { people } = slack.control;
    people.say({ user: 'alex', channel: 'helpdesk', text: 'good morning' });
    const root = people.say({ user: 'sam', channel: 'helpdesk', text: '@trunkline hello' });
    await until(() => context.received.length === 2);
    people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: '// just between us' });
    people.join({ user: 'kim', channel: 'helpdesk', app: false });
    people.leave({ user: 'kim', channel: 'helpdesk' });
    people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: 'still there', broadcast: true });
    await until(() => context.received.length === 3);
    expect(context.received[2]?.text).toBe('Sam Okafor: still there');
    expect(deliveries().every((line) => line.endsWith('acked'))).toBe(true);
    expect(context.counts.get('internal_line')).toBe(1);
  }));

it('lists of channels and people decide who may begin; whoever may not is told, and nobody else', () =>
  inRig({ options: { allow: { channels: [HELPDESK], users: [ALEX] } } }, async ({ slack, context, until, seen }) => {
    const { people } = slack.control;
    people.say({ user: 'sam', channel: 'helpdesk', text: '@trunkline help' });
    await until(() => seen('sam', 'helpdesk').some((text) => text.startsWith('You are not among those')));
    expect(seen('alex', 'helpdesk').some((text) => text.startsWith('You are not among those'))).toBe(false);
    const refused = await people.command({ user: 'alex', channel: 'general', command: '/agent', text: 'help' });
    expect(JSON.stringify(refused)).toContain('cannot be asked from this channel');
    const root = people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline help' });
    await until(() => context.received.length === 2);
    people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: 'me too' });
    await until(() => context.received.length === 3);
    expect(context.received.map(({ text }) => text).at(-1)).toBe('Sam Okafor: me too');
  }));

it('does not acknowledge a reply in a thread of ours that nobody knows yet, so that it comes again', () =>
  inRig({ sandbox: { retryDelays: '1000' } }, async ({ slack, adapter, context, clock, until, deliveries }) => {
    const { people } = slack.control;
    await people.command({ user: 'alex', channel: 'helpdesk', command: '/agent', text: 'help' });
    const { statusDelivery } = await import('@trunkline/core/testing');
    const from = context.received[0]?.address;
    if (from === undefined) throw new Error('nothing came in');
    const outcome = await adapter.deliver(statusDelivery(from, 'waiting', null), new AbortController().signal);
    if (outcome.outcome !== 'accepted' || outcome.address === undefined) throw new Error('no thread was made');
    expect(outcome.address).toBe(`${TEAM}/${HELPDESK}/${outcome.key}`);
    deliveries();
    people.say({ user: 'alex', channel: 'helpdesk', threadTs: outcome.key ?? '', text: 'are you there?' });
    await until(() => context.counts.get('not_acknowledged') === 1);
    expect(context.received).toHaveLength(1);
    // The alias is committed: core knows the customer by the thread as well.
    context.append(outcome.address, { type: 'agent.joined', agentName: 'Ada' });
    await clock.advance(3_000);
    await until(() => deliveries().length > 0);
    await clock.advance(1_000);
    await until(() => context.received.length === 2);
    expect(context.received[1]).toMatchObject({ address: outcome.address, text: 'Alex Rivera: are you there?' });
  }));

it('keeps a file as a signed link that works outside Slack', () =>
  inRig({ mode: 'http', context: { publicUrl: 'https://bridge.example.com/channels/helpdesk' } }, async (rig) => {
    const { slack, context, until, adapter } = rig;
    const direct = slack.control.people.direct('alex');
    slack.control.people.upload({
      user: 'alex',
      channel: direct.id,
      name: 'shot.png',
      content: 'pixels',
      mimetype: 'image/png',
    });
    await until(() => context.received.length === 1);
    const [attachment] = context.received[0]?.attachments ?? [];
    expect(attachment).toMatchObject({ name: 'shot.png', contentType: 'image/png' });
    const url = attachment?.url.replace('https://bridge.example.com/channels/helpdesk', '') ?? '';
    const { channelRequest } = await import('@trunkline/core/testing');
    const reply = await adapter.handle(channelRequest({ method: 'GET', url }));
    expect(reply.status).toBe(200);
    expect((await adapter.handle(channelRequest({ method: 'GET', url: `${url}x` }))).status).toBe(404);
  }));

it('keeps conversations of a private channel that the app is not in for a direct message', () =>
  inRig({}, async ({ slack, adapter, context, seen }) => {
    const { statusDelivery } = await import('@trunkline/core/testing');
    await slack.control.people.command({ user: 'alex', channel: FINANCE, command: '/agent', text: 'a secret' });
    const from = context.received[0]?.address;
    if (from === undefined) throw new Error('nothing came in');
    const outcome = await adapter.deliver(statusDelivery(from, 'waiting', null), new AbortController().signal);
    const direct = slack.control.people.direct('alex');
    expect(outcome).toMatchObject({ outcome: 'accepted', address: expect.stringContaining(`${TEAM}/${direct.id}/`) });
    expect(seen('alex', direct.id).join('\n')).toContain('a secret');
  }));

it('without a public URL an agent is told the names of files', () =>
  inRig({}, async ({ slack, context, until }) => {
    const direct = slack.control.people.direct('alex');
    slack.control.people.upload({ user: 'alex', channel: direct.id, name: 'bill.pdf', content: 'x' });
    await until(() => context.received.length === 1);
    expect(context.received[0]?.text).toBe('(shared a file: bill.pdf)');
  }));
