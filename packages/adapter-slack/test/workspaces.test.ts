import { createHmac } from 'node:crypto';
import { channelRequest, messageDelivery } from '@trunkline/core/testing';
import { slackDefaults } from '@trunkline/sandbox';
import { expect, it } from 'vitest';
import { CONTOSO, inInstalledRig, install, oauth } from './installed-rig.ts';
import { look, loseEvents, textsOf } from './looks.ts';
import { type Rig, TEAM } from './slack-rig.ts';

it('is installed in a browser, and then serves that workspace with a token that lies encrypted', () =>
  inInstalledRig({}, async (rig) => {
    const { slack, context, until, adapter } = rig;
    expect((await install(rig, CONTOSO)).status).toBe(200);
    const kept = JSON.stringify(await context.storage.list());
    expect(kept).toContain(`installation/${CONTOSO}`);
    expect(kept).not.toContain('xoxb-');
    const direct = slack.control.people.direct('mira', undefined, CONTOSO);
    slack.control.people.say({ user: 'mira', team: CONTOSO, channel: direct.id, text: 'hello' });
    await until(() => context.received.length === 1);
    expect(context.received[0]).toMatchObject({ address: `${CONTOSO}/${direct.id}`, profile: { name: 'Mira Sato' } });
    const address = context.received[0]?.address;
    if (address === undefined) throw new Error('nothing came in');
    const outcome = await adapter.deliver(messageDelivery(address, 'hello Mira'), new AbortController().signal);
    expect(outcome.outcome).toBe('accepted');
    await adapter.stop();
    await adapter.start(context);
    expect((await adapter.deliver(messageDelivery(address, 'still here'), new AbortController().signal)).outcome).toBe(
      'accepted',
    );
    expect(context.logs.some((line) => JSON.stringify(line).includes('xoxb-'))).toBe(false);
  }));

it('refuses a way back that another browser began', () =>
  inInstalledRig({}, async (rig) => {
    expect((await install(rig, CONTOSO, { state: 'forged' })).status).toBe(400);
    expect(JSON.stringify(await rig.context.storage.list())).not.toContain('installation/');
  }));

it('a workspace that may not have the app does not keep it', () =>
  inInstalledRig({ options: { oauth: { ...oauth, teams: [TEAM] } } }, async (rig) => {
    const page = await install(rig, CONTOSO);
    expect(page.status).toBe(403);
    expect(String(page.body)).toContain('not among those that may use this app');
    expect(JSON.stringify(await rig.context.storage.list())).not.toContain('installation/');
    expect(rig.trace.some(({ type, outcome }) => type === 'apps.uninstall' && outcome === 'ok')).toBe(true);
    expect(() => rig.slack.control.uninstall(CONTOSO)).toThrow('not installed');
  }));

it('keeps two workspaces apart', () =>
  inInstalledRig({ mode: 'http' }, async (rig) => {
    const { slack, context, until, adapter } = rig;
    await install(rig, TEAM);
    await install(rig, CONTOSO);
    const { people } = slack.control;
    people.join({ user: 'mira', team: CONTOSO, channel: 'general', app: true });
    const one = people.say({ user: 'alex', team: TEAM, channel: 'general', text: '@trunkline from Northwind' });
    const two = people.say({ user: 'mira', team: CONTOSO, channel: 'general', text: '@trunkline from Contoso' });
    await until(() => context.received.length === 4);
    const addresses = [...new Set(context.received.map(({ address }) => address))].sort();
    expect(addresses).toEqual([`${TEAM}/C0GENERAL1/${one.ts}`, `${CONTOSO}/C0GENERAL2/${two.ts}`]);
    const [northwind] = addresses;
    if (northwind === undefined) throw new Error('nothing came in');
    await adapter.deliver(messageDelivery(northwind, 'only for Northwind'), new AbortController().signal);
    const seen = (user: string, team: string, channel: string) =>
      JSON.stringify(slack.control.messages({ user, team, channel }));
    expect(seen('alex', TEAM, 'general')).not.toContain('from Contoso');
    expect(seen('mira', CONTOSO, 'general')).not.toContain('only for Northwind');
  }));

it.each(['uninstall', 'revokeTokens'] as const)('%s ends the conversations and tells the agents', (how) =>
  inInstalledRig({}, async (rig) => {
    const { slack, context, until, adapter } = rig;
    await install(rig, CONTOSO);
    const direct = slack.control.people.direct('mira', undefined, CONTOSO);
    slack.control.people.say({ user: 'mira', team: CONTOSO, channel: direct.id, text: 'hello' });
    await until(() => context.received.length === 1);
    slack.control[how](CONTOSO);
    await until(() => context.ends.length >= 1);
    expect(context.ends[0]).toBe(`${CONTOSO}/${direct.id}`);
    expect(context.endings[0]?.notice).toContain('The app was removed');
    await until(() =>
      rig.trace.some(({ type, outcome }) => /app_uninstalled|tokens_revoked/.test(type) && outcome === 'acked'),
    );
    expect(JSON.stringify(await context.storage.list())).not.toContain(`installation/${CONTOSO}`);
    const address = context.received[0]?.address;
    if (address === undefined) throw new Error('nothing came in');
    expect(await adapter.deliver(messageDelivery(address, 'too late'), new AbortController().signal)).toMatchObject({
      outcome: 'rejected',
      failure: { retryable: false },
    });
  }),
);

async function removedAgain({ adapter, clock }: Rig): Promise<number> {
  const body = JSON.stringify({
    type: 'event_callback',
    event_id: 'Ev0LATE',
    team_id: CONTOSO,
    event: { type: 'app_uninstalled' },
  });
  const timestamp = String(Math.floor(clock.now() / 1000));
  const hmac = createHmac('sha256', slackDefaults.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${hmac}`,
  };
  return (await adapter.handle(channelRequest({ method: 'POST', url: '/events', headers, body }))).status;
}

it('two events about one removal are told once, and a late one does not undo a new installation', () =>
  inInstalledRig({ mode: 'http' }, async (rig) => {
    const { slack, context, until, adapter } = rig;
    const told = (event: string) => context.logs.filter(({ facts }) => (facts as { event?: string }).event === event);
    const removals = () =>
      rig.trace.filter(({ type, outcome }) => /app_uninstalled|tokens_revoked/.test(type) && outcome === 'acked');
    await install(rig, CONTOSO);
    slack.control.uninstall(CONTOSO);
    await until(() => removals().length === 2);
    expect(told('slack.uninstalled')).toHaveLength(1);
    await install(rig, CONTOSO);
    const direct = slack.control.people.direct('mira', undefined, CONTOSO);
    slack.control.people.say({ user: 'mira', team: CONTOSO, channel: direct.id, text: 'back again' });
    await until(() => context.received.length === 1);
    expect(await removedAgain(rig)).toBe(200);
    expect(told('slack.installed-again')).toHaveLength(1);
    expect(context.ends).toEqual([]);
    const address = context.received[0]?.address;
    if (address === undefined) throw new Error('nothing came in');
    expect((await adapter.deliver(messageDelivery(address, 'hello'), new AbortController().signal)).outcome).toBe(
      'accepted',
    );
  }));

it('does not acknowledge what comes from a workspace that it cannot serve', () =>
  inInstalledRig({ mode: 'http', sandbox: { retryDelays: '' } }, async ({ slack, context, until, trace }) => {
    const direct = slack.control.people.direct('alex');
    slack.control.people.say({ user: 'alex', channel: direct.id, text: 'hello' });
    await until(() => trace.some(({ kind, status }) => kind === 'delivery' && status === 503));
    expect(context.received).toEqual([]);
  }));

it('renews tokens that expire, one at a time', () =>
  inInstalledRig({ sandbox: { tokenRotation: true, tokenTtlS: 60 } }, async (rig) => {
    const { adapter, slack, context, until, trace } = rig;
    await install(rig, CONTOSO);
    const direct = slack.control.people.direct('mira', undefined, CONTOSO);
    slack.control.people.say({ user: 'mira', team: CONTOSO, channel: direct.id, text: 'hello' });
    await until(() => context.received.length === 1);
    const address = context.received[0]?.address;
    if (address === undefined) throw new Error('nothing came in');
    const outcomes = await Promise.all(
      ['one', 'two', 'three'].map((text) =>
        adapter.deliver(messageDelivery(address, text), new AbortController().signal),
      ),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(
      trace.filter(({ type, kind, outcome }) => kind === 'api' && type === 'oauth.v2.access' && outcome === 'ok')
        .length,
    ).toBeGreaterThan(1);
  }));

it('looks through each workspace, and goes on where one of them cannot be read', () =>
  inInstalledRig({}, async (rig) => {
    const { slack, context, clock } = rig;
    for (const team of [CONTOSO, TEAM]) await install(rig, team);
    const { people } = slack.control;
    people.join({ user: 'mira', team: CONTOSO, channel: 'general', app: true });
    await clock.advance(1_000);
    loseEvents(rig);
    people.say({ user: 'alex', team: TEAM, channel: 'general', text: '@trunkline from Northwind' });
    people.say({ user: 'mira', team: CONTOSO, channel: 'general', text: '@trunkline from Contoso' });
    await clock.advance(1_000);
    const operation = 'conversations.history';
    slack.control.addFault({ operation, channel: 'C0GENERAL1', effect: 'error', status: 500, times: 1 });
    await expect(look(rig)).rejects.toThrow();
    expect(textsOf(context.received)).toEqual(['Mira Sato: from Contoso']);
    expect(textsOf(await look(rig))).toEqual(['Alex Rivera: from Northwind']);
    const addresses = context.received.map(({ address }) => address.split('/').slice(0, 2).join('/'));
    expect(addresses).toEqual([`${CONTOSO}/C0GENERAL2`, `${TEAM}/C0GENERAL1`]);
  }));

it('a workspace whose installation no key opens keeps no other from being looked through', () =>
  inInstalledRig({}, async (rig) => {
    const { slack, context, clock, adapter } = rig;
    await install(rig, TEAM);
    await context.storage.put({ [`installation/${CONTOSO}`]: 'sealed with another key' });
    await adapter.stop();
    await adapter.start(context);
    loseEvents(rig);
    slack.control.people.say({ user: 'alex', team: TEAM, channel: 'general', text: '@trunkline from Northwind' });
    await clock.advance(1_000);
    expect(textsOf(await look(rig))).toEqual(['Alex Rivera: from Northwind']);
  }));
