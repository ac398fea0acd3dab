import type { InboundMessage } from '@trunkline/core';
import { expect, it } from 'vitest';
import { encodeAddress } from '../src/address.ts';
import { TAKING_UP_MS } from '../src/missed/spans.ts';
import { look, loseEvents, MINUTE, textsOf } from './looks.ts';
import { HELPDESK, inRig, type Rig, TEAM } from './slack-rig.ts';

/** What Slack lets apps read that are sold outside its Marketplace. */
const LITTLE = { historyPerMinute: 1, historyMaxItems: 15 };

interface Ended {
  readonly found: readonly InboundMessage[];
  readonly isDone: boolean;
}

/** A look, with the clock going on whenever it waits; broken off after five minutes, as core does. */
async function lookPatiently(rig: Rig): Promise<Ended> {
  const { clock, until } = rig;
  const abort = new AbortController();
  const breakOff = clock.now() + 5 * MINUTE;
  const armed = clock.armed;
  let ended: Ended | null = null;
  void look(rig, { signal: abort.signal }).then(
    (found) => {
      ended = { found, isDone: true };
    },
    () => {
      ended = { found: [], isDone: false };
    },
  );
  for (;;) {
    await until(() => ended !== null || clock.armed > armed);
    if (ended !== null) return ended;
    if (clock.now() < breakOff) await clock.advance(MINUTE);
    else abort.abort();
  }
}

function pagesOf({ trace }: Rig, channel: string): number {
  return trace.filter(
    ({ kind, type, outcome, channel: of }) =>
      kind === 'api' && type === 'conversations.history' && outcome === 'ok' && of === channel,
  ).length;
}

it('waits as long as Slack asks for, page by page', () =>
  inRig({ sandbox: LITTLE }, async (rig) => {
    const { people } = rig.slack.control;
    loseEvents(rig);
    people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline help' });
    for (let n = 0; n < 20; n += 1) people.say({ user: 'sam', channel: 'helpdesk', text: `talk ${n}` });
    await rig.clock.advance(1_000);
    const { found, isDone } = await lookPatiently(rig);
    expect([textsOf(found), isDone]).toEqual([['Alex Rivera: help'], true]);
    expect(rig.trace.some(({ type, outcome }) => type === 'conversations.history' && outcome === 'ratelimited')).toBe(
      true,
    );
  }));

it('what is broken off goes on where it was, and what it does not come to is looked at first the next time', () =>
  inRig({ sandbox: LITTLE }, async (rig) => {
    const { people } = rig.slack.control;
    loseEvents(rig);
    people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline first' });
    for (let n = 0; n < 100; n += 1) people.say({ user: 'sam', channel: 'helpdesk', text: `talk ${n}` });
    const direct = people.direct('kim');
    people.say({ user: 'kim', channel: direct.id, text: 'anybody there?' });
    await rig.clock.advance(1_000);
    expect(await lookPatiently(rig)).toEqual({ found: [], isDone: false });
    const { found, isDone } = await lookPatiently(rig);
    expect([textsOf(found), isDone]).toEqual([['Alex Rivera: first', 'anybody there?'], true]);
    expect(pagesOf(rig, HELPDESK)).toBe(Math.ceil(101 / 15));
  }));

it('after a start those who have a conversation open come first', () =>
  inRig({ idle: true }, async (rig) => {
    const { slack, context, clock, adapter, until } = rig;
    const { people } = slack.control;
    const asked = people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline help' });
    const address = encodeAddress({ team: TEAM, channel: HELPDESK, thread: asked.ts });
    await context.receive({ address, id: `m.${asked.ts}`, text: 'help' });
    people.say({ user: 'alex', channel: 'helpdesk', threadTs: asked.ts, text: 'please' });
    people.say({ user: 'sam', channel: 'general', text: '@trunkline me too' });
    await adapter.start(context);
    const found: string[] = [];
    const missed = { since: clock.now() - MINUTE, open: [address] };
    const looking = (async () => {
      for await (const one of adapter.findReceived?.(missed, new AbortController().signal) ?? [])
        if ('text' in one) found.push(one.text);
    })();
    await until(() => found.length === 2 && clock.armed > 0);
    expect(found).toEqual(['Alex Rivera: help', 'Alex Rivera: please']);
    await clock.advance(TAKING_UP_MS);
    await looking;
    expect(found.slice(2)).toContain('Sam Okafor: me too');
  }));

it('what Slack fails to tell is asked for again, after all that it does tell', () =>
  inRig({}, async (rig) => {
    const { slack, clock } = rig;
    loseEvents(rig);
    for (const channel of ['general', 'helpdesk'])
      slack.control.people.say({ user: 'alex', channel, text: `@trunkline in ${channel}` });
    await clock.advance(1_000);
    const operation = 'conversations.history';
    slack.control.addFault({ operation, channel: 'C0GENERAL1', effect: 'error', error: 'internal_error', times: 1 });
    await expect(look(rig)).rejects.toThrow('internal_error');
    expect(textsOf(await look(rig))).toEqual(['Alex Rivera: in helpdesk', 'Alex Rivera: in general']);
  }));

it('a channel that cannot be read any more holds nothing up', () =>
  inRig({}, async (rig) => {
    const { slack, context, clock } = rig;
    loseEvents(rig);
    slack.control.people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline help' });
    await clock.advance(1_000);
    const operation = 'conversations.history';
    slack.control.addFault({ operation, channel: 'C0GENERAL1', effect: 'error', error: 'not_in_channel', times: null });
    expect(textsOf(await look(rig))).toEqual(['Alex Rivera: help']);
    expect(context.logs.some(({ facts }) => (facts as { event?: string }).event === 'slack.unreadable')).toBe(true);
  }));
