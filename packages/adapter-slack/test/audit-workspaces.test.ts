import { type Address, address, channelName, conversationId, type Difference, type Ledger } from '@trunkline/core';
import { expect, it } from 'vitest';
import { adapter as definition } from '../src/adapter.ts';
import { CONTOSO, inInstalledRig, install, oauth } from './installed-rig.ts';
import { HOUR, loseEvents } from './looks.ts';
import { type Rig, TEAM } from './slack-rig.ts';

/** What an adapter beside the running one finds, which is given nothing but what lies in the store. */
async function differences({ slack, context, clock }: Rig, open: readonly Address[]): Promise<readonly Difference[]> {
  const ledger: Ledger = {
    async *conversations() {
      for (const [n, at] of open.entries())
        yield { id: conversationId(`c_${n}`), address: at, openedAt: 0, endedAt: null, underWay: false };
    },
    async *sent() {},
    received: async (at, id) => context.received.some((one) => one.address === at && one.id === id),
    storage: context.storage,
  };
  const { apiUrl } = slack;
  const options = definition.options.parse({ mode: 'socket', oauth, appToken: 'xapp-not-used-here', apiUrl });
  const range = { channel: channelName('helpdesk'), publicUrl: null, since: clock.now() - HOUR, until: clock.now() };
  const found: Difference[] = [];
  const audit = definition.create(options).audit?.(range, ledger, new AbortController().signal);
  for await (const one of audit ?? []) found.push(one);
  return found;
}

/** Somebody in each of two workspaces writes to the app, and then once more, which nobody hears. */
async function twoTalks(rig: Rig): Promise<{ readonly open: readonly Address[]; readonly lost: readonly string[] }> {
  const { slack, context, clock, until } = rig;
  const { people } = slack.control;
  for (const team of [TEAM, CONTOSO]) await install(rig, team);
  const talks = [
    { user: 'alex', team: TEAM },
    { user: 'mira', team: CONTOSO },
  ].map((who) => ({ ...who, channel: people.direct(who.user, undefined, who.team).id }));
  for (const talk of talks) people.say({ ...talk, text: 'hello' });
  await until(() => context.received.length === 2);
  loseEvents(rig);
  await clock.advance(1_000);
  const lost = talks.map((talk) => people.say({ ...talk, text: 'a secret' }).ts);
  await clock.advance(1_000);
  return { open: talks.map(({ team, channel }) => address(`${team}/${channel}`)), lost };
}

it('with oauth each workspace is compared with the token that lies in the store', () =>
  inInstalledRig({}, async (rig) => {
    const { open, lost } = await twoTalks(rig);
    expect(await differences(rig, open)).toEqual(
      lost.map((ts, n) => ({
        kind: 'missingHere',
        about: `message ${ts}, conversation c_${n}`,
        text: 'somebody has said it in Slack, and it was not taken in',
      })),
    );
  }));

it('a workspace whose token no key opens is named once, and the others are compared', () =>
  inInstalledRig({}, async (rig) => {
    const { open, lost } = await twoTalks(rig);
    await rig.context.storage.put({ [`installation/${TEAM}`]: 'sealed with another key' });
    const [first] = open;
    expect(await differences(rig, [...open, address(`${first}/1.000000`)])).toEqual([
      { kind: 'otherwise', about: `workspace ${TEAM}`, text: expect.stringContaining('nothing in it was compared') },
      expect.objectContaining({ kind: 'missingHere', about: `message ${lost[1]}, conversation c_1` }),
    ]);
  }));

it('a workspace that has not installed the app is not compared', () =>
  inInstalledRig({}, async (rig) => {
    expect(await differences(rig, [address(`${CONTOSO}/D0NOBODY`)])).toEqual([
      expect.objectContaining({ kind: 'otherwise', text: expect.stringContaining('(not_installed)') }),
    ]);
  }));
