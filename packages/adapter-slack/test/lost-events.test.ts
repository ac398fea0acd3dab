import { expect, it } from 'vitest';
import { answer, end, HOUR, look, loseEvents, MINUTE, textsOf } from './looks.ts';
import { HELPDESK, inRig, type Rig, TEAM } from './slack-rig.ts';

const DAY = 24 * HOUR;

/** A conversation in a thread of the helpdesk, begun by a mention that was heard. */
async function begun(rig: Rig, text = '@trunkline help') {
  const before = rig.context.received.length;
  const root = rig.slack.control.people.say({ user: 'alex', channel: 'helpdesk', text });
  // Slack tells of a mention twice.
  await rig.until(() => rig.context.received.length === before + 2);
  const address = rig.context.received.at(-1)?.address;
  if (address === undefined) throw new Error('nothing came in');
  return { root: root.ts, address };
}

it('a mention that Slack has lost begins its conversation, and what was answered to it comes after it', () =>
  inRig({}, async (rig) => {
    const { slack, context, clock } = rig;
    const { people } = slack.control;
    loseEvents(rig);
    people.say({ user: 'sam', channel: 'helpdesk', text: 'good morning' });
    const root = people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline my laptop is broken' });
    await clock.advance(1_000);
    people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: 'mine too' });
    people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: '// not for agents' });
    people.say({ user: 'alex', channel: 'helpdesk', threadTs: root.ts, text: 'in front of all', broadcast: true });
    await clock.advance(1_000);
    const found = await look(rig);
    const address = `${TEAM}/${HELPDESK}/${root.ts}`;
    expect(found.map(({ address: at, text }) => [at, text])).toEqual([
      [address, 'Alex Rivera: my laptop is broken'],
      [address, 'Sam Okafor: mine too'],
      [address, 'Alex Rivera: in front of all'],
    ]);
    expect(found[0]?.id).toBe(`m.${root.ts}`);
    expect(found[0]?.profile?.name).toBe('Alex Rivera');
    expect(await look(rig)).toEqual([]);
    expect(context.counts.get('internal_line')).toBeUndefined();
  }));

it('what was heard is not found, and what was found is not heard once more when it comes late', () =>
  inRig({}, async (rig) => {
    const { slack, context, clock, until } = rig;
    await begun(rig, '@trunkline heard');
    expect(await look(rig)).toEqual([]);
    slack.control.addFault({ operation: 'delivery', effect: 'delay', delayMs: 10 * MINUTE, times: null });
    slack.control.people.say({ user: 'sam', channel: 'helpdesk', text: '@trunkline late' });
    await clock.advance(MINUTE);
    expect(textsOf(await look(rig))).toEqual(['Sam Okafor: late']);
    const before = context.received.length;
    await clock.advance(10 * MINUTE);
    await until(() => context.received.length === before + 2);
    const late = context.received.filter(({ text }) => text === 'Sam Okafor: late');
    expect(new Set(late.map(({ address, id }) => `${address} ${id}`)).size).toBe(1);
  }));

it.each([
  ['in the history of its channel', 1_000],
  // More is said in the channel after it than a look reads for the sake of threads.
  ['by what was kept of its conversation', 5],
])('a reply in a thread whose conversation is over is found %s, if that is not long ago', (_, historyMaxItems) =>
  inRig({}, async (rig) => {
    const { slack, clock } = rig;
    const { people } = slack.control;
    const { root, address } = await begun(rig);
    await end(rig, address);
    slack.control.turn({ historyMaxItems });
    loseEvents(rig);
    for (let n = 0; n < 20; n += 1) people.say({ user: 'sam', channel: 'helpdesk', text: `talk ${n}` });
    await clock.advance(2 * DAY);
    people.say({ user: 'alex', channel: 'helpdesk', threadTs: root, text: 'it broke again' });
    await clock.advance(MINUTE);
    expect((await look(rig)).map(({ address: at, text }) => [at, text])).toEqual([
      [address, 'Alex Rivera: it broke again'],
    ]);
    await end(rig, address);
    await clock.advance(4 * DAY);
    people.say({ user: 'alex', channel: 'helpdesk', threadTs: root, text: 'much later' });
    await clock.advance(MINUTE);
    expect(await look(rig)).toEqual([]);
    const kept = await rig.context.storage.list({ prefix: 'talk/' });
    expect(kept).toEqual([]);
  }),
);

it('also where nobody has noted that it ended', () =>
  inRig({}, async (rig) => {
    const { slack, context, clock } = rig;
    const { root, address } = await begun(rig);
    slack.control.turn({ historyMaxItems: 1 });
    await context.receiveEnd(address);
    loseEvents(rig);
    for (let n = 0; n < 5; n += 1) slack.control.people.say({ user: 'sam', channel: 'helpdesk', text: `talk ${n}` });
    await clock.advance(DAY);
    slack.control.people.say({ user: 'alex', channel: 'helpdesk', threadTs: root, text: 'still there?' });
    await clock.advance(MINUTE);
    expect(textsOf(await look(rig))).toEqual(['Alex Rivera: still there?']);
    await context.receiveEnd(address);
    await look(rig);
    await clock.advance(4 * DAY);
    await look(rig);
    expect(await context.storage.list({ prefix: 'talk/' })).toEqual([]);
  }));

it('a mention in a thread of others is found with what was said before it, which is not told twice', () =>
  inRig({}, async (rig) => {
    const { slack, clock } = rig;
    const { people } = slack.control;
    loseEvents(rig);
    const root = people.say({ user: 'sam', channel: 'helpdesk', text: 'the printer is dead' });
    await clock.advance(DAY);
    people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: 'it smokes' });
    await clock.advance(1_000);
    people.say({ user: 'alex', channel: 'helpdesk', threadTs: root.ts, text: '@trunkline please' });
    people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: 'hurry' });
    await clock.advance(MINUTE);
    const [first, ...others] = textsOf(await look(rig));
    expect(first).toContain('Sam Okafor: the printer is dead\nSam Okafor: it smokes');
    expect(first).toMatch(/Alex Rivera: please$/);
    expect(others).toEqual(['Sam Okafor: hurry']);
    expect(await look(rig)).toEqual([]);
  }));

it('an answer below an agent’s direct message is found, in its place', () =>
  inRig({}, async (rig) => {
    const { slack, context, clock, until } = rig;
    const { people } = slack.control;
    const { id: channel } = people.direct('alex');
    people.say({ user: 'alex', channel, text: 'hello' });
    await until(() => context.received.length === 1);
    const [first] = context.received;
    if (first === undefined) throw new Error('nothing came in');
    const post = await answer(rig, first.address, 'what is it?');
    loseEvents(rig);
    people.say({ user: 'alex', channel, text: 'one' });
    people.say({ user: 'alex', channel, threadTs: post, text: 'two' });
    people.say({ user: 'alex', channel, text: 'three' });
    await clock.advance(1_000);
    const found = await look(rig, { open: [first.address] });
    expect(found.map(({ address, text }) => [address, text])).toEqual(
      ['one', 'two', 'three'].map((text) => [first.address, text]),
    );
  }));

it('nothing begins by the app’s own words, by other apps, by an edit, by what was deleted or by who may not ask', () =>
  inRig({ options: { allow: { users: ['U0ALEX0001'] } } }, async (rig) => {
    const { slack, context, clock, trace } = rig;
    const { people } = slack.control;
    const { address } = await begun(rig);
    await answer(rig, address, 'ask <@UB0SANDBOX1> again, or @trunkline');
    await end(rig, address);
    loseEvents(rig);
    const edited = people.say({ user: 'alex', channel: 'general', text: 'a word' });
    people.edit({ user: 'alex', channel: 'general', ts: edited.ts, text: '@trunkline a word' });
    const deleted = people.say({ user: 'alex', channel: 'general', text: '@trunkline never mind' });
    people.remove({ user: 'alex', channel: 'general', ts: deleted.ts });
    people.say({ user: 'sam', channel: 'general', text: '@trunkline me too' });
    await clock.advance(1_000);
    expect(await look(rig)).toEqual([]);
    // They would be told with each look.
    expect(context.counts.get('not_allowed')).toBeUndefined();
    expect(trace.some(({ type }) => type === 'chat.postEphemeral')).toBe(false);
  }));

it('what was said before the app was in a channel was said to nobody', () =>
  inRig({}, async (rig) => {
    const { slack, clock } = rig;
    const { people } = slack.control;
    loseEvents(rig);
    const root = people.say({ user: 'alex', channel: 'random', text: '@trunkline are you here?' });
    people.say({ user: 'alex', channel: 'random', threadTs: root.ts, text: '@trunkline hello?' });
    await clock.advance(1_000);
    people.join({ user: 'alex', channel: 'random', app: true });
    await clock.advance(1_000);
    people.say({ user: 'alex', channel: 'random', text: '@trunkline and now?' });
    await clock.advance(1_000);
    expect(textsOf(await look(rig))).toEqual(['Alex Rivera: and now?']);
  }));

it('after a long absence what was asked over a weekend is found, and nothing older', () =>
  inRig({}, async (rig) => {
    const { slack, clock } = rig;
    const { people } = slack.control;
    loseEvents(rig);
    const since = clock.now();
    people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline on Thursday' });
    await clock.advance(2 * DAY);
    people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline on Saturday' });
    await clock.advance(2 * DAY);
    expect(textsOf(await look(rig, { since }))).toEqual(['Alex Rivera: on Saturday']);
  }));
