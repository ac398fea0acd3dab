import type { InboundMessage } from '@trunkline/core';
import { statusDelivery } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { TAKING_UP_MS } from '../src/missed/spans.ts';
import { FINANCE, inRig, type Rig } from './slack-rig.ts';

/** What a look finds that reaches back far, ids and all. */
async function look({ adapter, context, clock }: Rig): Promise<readonly InboundMessage[]> {
  const found: InboundMessage[] = [];
  await clock.advance(TAKING_UP_MS);
  const missed = { since: clock.now() - 3_600_000, open: [...new Set(context.received.map(({ address }) => address))] };
  for await (const one of adapter.findReceived?.(missed, new AbortController().signal) ?? [])
    if ('text' in one) found.push(one);
  return found;
}

it('a look does not hand an agent once more what they were given as context', () =>
  inRig({}, async (rig) => {
    const { slack, context, clock, until } = rig;
    const { people } = slack.control;
    const root = people.say({ user: 'sam', channel: 'helpdesk', text: 'the printer is dead' });
    people.say({ user: 'alex', channel: 'helpdesk', threadTs: root.ts, text: 'same here' });
    await clock.advance(5_000);
    await people.shortcut({ user: 'alex', callbackId: 'ask_agent', channel: 'helpdesk', ts: root.ts });
    await clock.advance(5_000);
    people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: 'it smokes' });
    await until(() => context.received.length === 2);
    expect(context.received[0]?.text).toContain('Alex Rivera: same here');
    expect((await look(rig)).map(({ text }) => text)).toEqual(['Sam Okafor: it smokes']);
  }));

it('nor what was said before a mention called them into the thread', () =>
  inRig({}, async (rig) => {
    const { slack, context, clock, until } = rig;
    const { people } = slack.control;
    const root = people.say({ user: 'sam', channel: 'helpdesk', text: 'the printer is dead' });
    await clock.advance(5_000);
    const call = people.say({ user: 'alex', channel: 'helpdesk', threadTs: root.ts, text: '@trunkline please' });
    await until(() => context.received.length === 2);
    expect((await look(rig)).map(({ id }) => id)).toEqual([`m.${call.ts}`]);
  }));

it('a reply that was sent to the direct message too stays in its thread', () =>
  inRig({}, async (rig) => {
    const { slack, context, adapter, until } = rig;
    await slack.control.people.command({ user: 'alex', channel: FINANCE, command: '/agent', text: 'a secret' });
    const from = context.received[0]?.address;
    if (from === undefined) throw new Error('nothing came in');
    const outcome = await adapter.deliver(statusDelivery(from, 'waiting', null), new AbortController().signal);
    if (outcome.outcome !== 'accepted' || outcome.address === undefined) throw new Error('no thread was made');
    context.append(outcome.address, { type: 'agent.joined', agentName: 'Ada' });
    const { id } = slack.control.people.direct('alex');
    const thread = { user: 'alex', channel: id, threadTs: outcome.key ?? '', broadcast: true };
    slack.control.people.say({ ...thread, text: 'for all to see' });
    await until(() => context.received.length === 2);
    expect((await look(rig)).map(({ address }) => address)).toEqual([outcome.address]);
  }));
