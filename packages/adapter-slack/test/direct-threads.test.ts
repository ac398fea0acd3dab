import { type Address, address } from '@trunkline/core';
import { messageDelivery, statusDelivery } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { FINANCE, inRig, type Rig, TEAM } from './slack-rig.ts';

const signal = () => new AbortController().signal;

async function delivered({ adapter }: Rig, to: Address, text: string): Promise<string> {
  const outcome = await adapter.deliver(messageDelivery(to, text), signal());
  if (outcome.outcome !== 'accepted' || outcome.key === null) throw new Error('not delivered');
  return outcome.key;
}

it('an answer below an agent’s direct message belongs to the conversation that the message is in', () =>
  inRig({}, async (rig) => {
    const { slack, context, until } = rig;
    const direct = slack.control.people.direct('alex');
    slack.control.people.say({ user: 'alex', channel: direct.id, text: 'hello' });
    await until(() => context.received.length === 1);
    const post = await delivered(rig, address(`${TEAM}/${direct.id}`), 'hello Alex');
    slack.control.people.say({ user: 'alex', channel: direct.id, threadTs: post, text: 'as you say' });
    await until(() => context.received.length === 2);
    expect(context.received[1]).toMatchObject({ address: `${TEAM}/${direct.id}`, text: 'as you say' });
  }));

it('an answer in a thread that was just begun in a direct message waits until that is settled', () =>
  inRig({ sandbox: { retryDelays: '1000' } }, async (rig) => {
    const { slack, adapter, context, clock, until } = rig;
    await slack.control.people.command({ user: 'alex', channel: FINANCE, command: '/agent', text: 'a secret' });
    const from = context.received[0]?.address;
    if (from === undefined) throw new Error('nothing came in');
    const outcome = await adapter.deliver(statusDelivery(from, 'waiting', null), signal());
    if (outcome.outcome !== 'accepted' || outcome.address === undefined) throw new Error('no thread was made');
    const direct = slack.control.people.direct('alex');
    slack.control.people.say({ user: 'alex', channel: direct.id, threadTs: outcome.key ?? '', text: 'there?' });
    await until(() => context.counts.get('not_acknowledged') === 1);
    expect(context.received).toHaveLength(1);
    context.append(outcome.address, { type: 'agent.joined', agentName: 'Ada' });
    await clock.advance(3_000);
    await until(() => rig.trace.some(({ kind, outcome: what }) => kind === 'delivery' && what === 'timeout'));
    await clock.advance(1_000);
    await until(() => context.received.length === 2);
    expect(context.received[1]?.address).toBe(outcome.address);
  }));

it('what is said in one thread stays in order, however long a name takes', () =>
  inRig({ sandbox: { faults: [{ operation: 'users.info', effect: 'delay', delayMs: 500 }] } }, async (rig) => {
    const { slack, context, clock, until } = rig;
    const direct = slack.control.people.direct('alex');
    // The first one waits for the name of the one it mentions; the second needs only names that are known.
    slack.control.people.say({ user: 'alex', channel: direct.id, text: 'one @sam' });
    slack.control.people.say({ user: 'alex', channel: direct.id, text: 'two' });
    await until(() => rig.trace.some(({ kind }) => kind === 'fault'));
    await clock.advance(500);
    await until(() => context.received.length === 2);
    expect(context.received.map(({ text }) => text.slice(0, 3))).toEqual(['one', 'two']);
  }));
