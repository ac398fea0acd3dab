import { messageDelivery } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { HELPDESK, inRig, type Rig, TEAM } from './slack-rig.ts';

async function talk({ slack, context, until }: Rig) {
  const root = slack.control.people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline help' });
  await until(() => context.received.length === 2);
  const said = slack.control.people.say({ user: 'alex', channel: 'helpdesk', threadTs: root.ts, text: 'it is blak' });
  await until(() => context.received.length === 3);
  return { root, said, address: `${TEAM}/${HELPDESK}/${root.ts}` };
}

it('an edit goes to the agent as a correction, once for each', () =>
  inRig(
    { sandbox: { faults: [{ operation: 'delivery', effect: 'duplicate', type: 'message', times: null }] } },
    async (rig) => {
      const { slack, context, until } = rig;
      const root = slack.control.people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline help' });
      await until(() => context.received.length === 3);
      slack.control.people.edit({ user: 'alex', channel: 'helpdesk', ts: root.ts, text: '@trunkline help me' });
      await until(() => context.received.length === 5);
      const [first, again] = context.received.slice(3);
      expect(first?.text).toBe('Alex Rivera: Correction: help me');
      expect(again?.id).toBe(first?.id);
    },
  ));

it('a preview of a link is no correction', () =>
  inRig({}, async (rig) => {
    const { slack, context, until, deliveries } = rig;
    const { said } = await talk(rig);
    deliveries();
    slack.control.people.unfurl({ user: 'alex', channel: 'helpdesk', ts: said.ts });
    await until(() => rig.trace.filter(({ kind }) => kind === 'delivery').length > 3);
    expect(context.received).toHaveLength(3);
    expect(deliveries()).toEqual(['message acked']);
  }));

it('a deletion is noted with what was deleted', () =>
  inRig({}, async (rig) => {
    const { slack, context, until } = rig;
    const { said, address } = await talk(rig);
    slack.control.people.remove({ user: 'alex', channel: 'helpdesk', ts: said.ts });
    await until(() => context.received.length === 4);
    expect(context.received[3]).toMatchObject({ address, text: 'Alex Rivera: (deleted a message: “it is blak”)' });
  }));

it('changes open no conversation', () =>
  inRig({}, async (rig) => {
    const { slack, context, until, trace } = rig;
    const { said, address } = await talk(rig);
    await context.receiveEnd(address as never);
    const before = trace.filter(({ kind }) => kind === 'delivery').length;
    slack.control.people.edit({ user: 'alex', channel: 'helpdesk', ts: said.ts, text: 'it is black' });
    slack.control.people.remove({ user: 'alex', channel: 'helpdesk', ts: said.ts });
    await until(() => trace.filter(({ kind }) => kind === 'delivery').length === before + 2);
    expect(context.received).toHaveLength(3);
  }));

it('a line that was internal becomes a message when its prefix goes', () =>
  inRig({}, async (rig) => {
    const { slack, context, until } = rig;
    const { root } = await talk(rig);
    const said = slack.control.people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: '// hm' });
    await until(() => context.counts.get('internal_line') === 1);
    slack.control.people.edit({ user: 'sam', channel: 'helpdesk', ts: said.ts, text: 'hm, also here' });
    await until(() => context.received.length === 4);
    expect(context.received[3]).toMatchObject({ id: `m.${said.ts}`, text: 'Sam Okafor: hm, also here' });
  }));

it('its own words never come back, also when Slack adds blocks to them and changes them', () =>
  inRig({ sandbox: { addBlocks: true } }, async (rig) => {
    const { slack, context, adapter, until, trace } = rig;
    const { root, address } = await talk(rig);
    const before = trace.filter(({ kind }) => kind === 'delivery').length;
    const outcome = await adapter.deliver(
      messageDelivery(address as never, 'have a look'),
      new AbortController().signal,
    );
    if (outcome.outcome !== 'accepted') throw new Error('not delivered');
    await until(() => trace.filter(({ kind }) => kind === 'delivery').length > before);
    slack.control.people.unfurl({ user: 'alex', channel: 'helpdesk', ts: outcome.key ?? '' });
    await until(() => trace.filter(({ kind }) => kind === 'delivery').length > before + 1);
    expect(context.received).toHaveLength(3);
    expect(slack.control.messages({ user: 'alex', channel: 'helpdesk', threadTs: root.ts }).at(-1)?.text).toBe(
      'have a look',
    );
  }));

it('goes on with a conversation whose channel was given another id', () =>
  inRig({}, async (rig) => {
    const { slack, context, adapter, until } = rig;
    const { root, address } = await talk(rig);
    const { newId } = slack.control.changeChannelId(TEAM, 'helpdesk');
    await until(() => rig.trace.some(({ type, kind }) => kind === 'delivery' && type === 'channel_id_changed'));
    slack.control.people.say({ user: 'alex', channel: newId, threadTs: root.ts, text: 'still me' });
    await until(() => context.received.length === 4);
    expect(context.received[3]?.address).toBe(address);
    const outcome = await adapter.deliver(
      messageDelivery(address as never, 'still here'),
      new AbortController().signal,
    );
    expect(outcome.outcome).toBe('accepted');
  }));

it('an allow-list still fits a channel that was given another id', () =>
  inRig({ options: { allow: { channels: [HELPDESK] } } }, async (rig) => {
    const { slack, context, until } = rig;
    const { newId } = slack.control.changeChannelId(TEAM, 'helpdesk');
    await until(() => rig.trace.some(({ type, kind }) => kind === 'delivery' && type === 'channel_id_changed'));
    await slack.control.people.command({ user: 'alex', channel: newId, command: '/agent', text: 'still here' });
    expect(context.received).toHaveLength(1);
  }));
