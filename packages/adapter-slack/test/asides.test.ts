import { type Address, address, type InboundMessage } from '@trunkline/core';
import { statusDelivery } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { TAKING_UP_MS } from '../src/missed/spans.ts';
import { FINANCE, inRig, type Rig, TEAM } from './slack-rig.ts';

const signal = () => new AbortController().signal;

/** Alex asks where the app is not, and an agent joins in a thread of their direct messages. */
async function elsewhere({ slack, adapter, context }: Rig): Promise<Address> {
  await slack.control.people.command({ user: 'alex', channel: FINANCE, command: '/agent', text: 'a secret' });
  const from = context.received.at(-1)?.address;
  if (from === undefined) throw new Error('nothing came in');
  const outcome = await adapter.deliver(statusDelivery(from, 'waiting', null), signal());
  if (outcome.outcome !== 'accepted' || outcome.address === undefined) throw new Error('no thread was made');
  // As core does: from now on both names mean the same customer.
  await context.receive({ address: outcome.address, id: 'alias', text: 'a secret' });
  return outcome.address;
}

async function look({ adapter, clock }: Rig): Promise<readonly InboundMessage[]> {
  const found: InboundMessage[] = [];
  await clock.advance(TAKING_UP_MS);
  for await (const one of adapter.findReceived?.({ since: clock.now() - 3_600_000, open: [] }, signal()) ?? [])
    if ('text' in one) found.push(one);
  return found;
}

it('who answers below the one thread that is open means that thread, also when it comes again later', () =>
  inRig({}, async (rig) => {
    const { slack, context, clock, until } = rig;
    const thread = await elsewhere(rig);
    await clock.advance(1_000);
    const { id } = slack.control.people.direct('alex');
    const said = slack.control.people.say({ user: 'alex', channel: id, text: 'as I said' });
    await until(() => context.received.some(({ text }) => text === 'as I said'));
    expect(context.received.at(-1)).toMatchObject({ address: thread, id: `m.${said.ts}` });
    slack.control.people.edit({ user: 'alex', channel: id, ts: said.ts, text: 'as I meant' });
    await until(() => context.received.some(({ text }) => text === 'Correction: as I meant'));
    expect(context.received.at(-1)?.address).toBe(thread);
    await context.receiveEnd(thread);
    expect((await look(rig)).map(({ address: at, text }) => [at, text])).toEqual([[thread, 'as I meant']]);
    slack.control.people.say({ user: 'alex', channel: id, text: 'something else' });
    await until(() => context.received.some(({ text }) => text === 'something else'));
    expect(context.received.at(-1)?.address).toBe(`${TEAM}/${id}`);
  }));

it('a conversation in the direct message itself goes on, and of two threads none is guessed', () =>
  inRig({}, async (rig) => {
    const { slack, context, clock, until } = rig;
    const { id } = slack.control.people.direct('alex');
    const direct = address(`${TEAM}/${id}`);
    const say = async (text: string) => {
      await clock.advance(1_000);
      slack.control.people.say({ user: 'alex', channel: id, text });
      await until(() => context.received.some((one) => one.text === text));
      return context.received.find((one) => one.text === text)?.address;
    };
    await say('hello');
    const thread = await elsewhere(rig);
    expect(await say('still me')).toBe(direct);
    await context.receiveEnd(direct);
    // What went into the direct message stays there, although only the thread is open now.
    expect((await look(rig)).map(({ address: at }) => at)).toEqual([direct, direct]);
    expect(await say('and you?')).toBe(thread);
    await clock.advance(1_000);
    await elsewhere(rig);
    expect(await say('which one?')).toBe(direct);
  }));
