import { createHmac } from 'node:crypto';
import { channelRequest } from '@trunkline/core/testing';
import { slackDefaults } from '@trunkline/sandbox';
import { expect, it } from 'vitest';
import { HELPDESK, inRig, type Rig, TEAM } from './slack-rig.ts';

const http = { mode: 'http' } as const;

it('answers url_verification and the look at the certificate', () =>
  inRig(http, async ({ slack }) => {
    expect(await slack.control.verifyUrl()).toEqual({ verified: true, status: 200 });
    expect(await slack.control.sslCheck()).toEqual({ status: 200 });
  }));

it.each(['badSignature', 'staleTimestamp', 'futureTimestamp', 'noSignature'] as const)(
  'refuses an event with %s',
  (effect) =>
    inRig({ ...http, sandbox: { retryDelays: '', faults: [{ operation: 'delivery', effect }] } }, async (rig) => {
      const { slack, context, until, trace } = rig;
      const direct = slack.control.people.direct('alex');
      slack.control.people.say({ user: 'alex', channel: direct.id, text: 'hello' });
      await until(() => trace.some(({ kind, status }) => kind === 'delivery' && status === 401));
      expect(context.received).toEqual([]);
      expect(context.counts.get('signature_refused')).toBe(1);
    }),
);

it('understands forms with a charset, which proxies add', () =>
  inRig({ ...http, sandbox: { formCharset: true } }, async ({ slack, context }) => {
    const result = await slack.control.people.command({
      user: 'alex',
      channel: 'helpdesk',
      command: '/agent',
      text: 'help',
    });
    expect(result.outcome.state).toBe('acked');
    expect(context.received).toHaveLength(1);
  }));

async function direct({ slack }: Rig, text: string): Promise<void> {
  const channel = slack.control.people.direct('alex').id;
  slack.control.people.say({ user: 'alex', channel, text });
}

it('answers 503 before three seconds are over, and what was under way is found done when Slack comes again', () =>
  inRig({ ...http, sandbox: { retryDelays: '0' } }, async (rig) => {
    const { context, clock, until, trace } = rig;
    const held = context.hold();
    await direct(rig, 'hello');
    await held.reached;
    await clock.advance(2_900);
    await until(() => trace.some(({ kind, status }) => kind === 'delivery' && status === 503));
    held.release();
    await clock.advance(0);
    await until(() => context.received.length === 2);
    const [first, again] = context.received;
    expect(again?.id).toBe(first?.id);
    await until(() => trace.some(({ kind, outcome }) => kind === 'delivery' && outcome === 'acked'));
  }));

it('waits for a name no longer than Slack can wait', () =>
  inRig(
    { ...http, sandbox: { faults: [{ operation: 'users.info', effect: 'noAnswer', times: null }] } },
    async (rig) => {
      const { context, clock, until } = rig;
      await direct(rig, 'hello');
      await until(() => rig.trace.some(({ kind }) => kind === 'fault'));
      await clock.advance(1_000);
      await until(() => context.received.length === 1);
      expect(context.received[0]).toMatchObject({ text: 'hello', author: { id: 'U0ALEX0001' } });
    },
  ));

it('serves nothing but what is Slack’s', () =>
  inRig(http, async ({ adapter }) => {
    expect((await adapter.handle(channelRequest({ method: 'GET', url: '/events' }))).status).toBe(405);
    expect((await adapter.handle(channelRequest({ method: 'GET', url: '/install' }))).status).toBe(404);
    expect((await adapter.handle(channelRequest({ method: 'POST', url: '/' }))).status).toBe(404);
  }));

it('believes what people of other workspaces do in a shared channel, but no event of an installation that is not its own', () =>
  inRig(http, async ({ adapter, clock, context }) => {
    const send = async (body: object, type: string) => {
      const json = JSON.stringify(body);
      const text = type === 'application/json' ? json : new URLSearchParams({ payload: json }).toString();
      const timestamp = String(Math.floor(clock.now() / 1000));
      const digest = createHmac('sha256', slackDefaults.signingSecret).update(`v0:${timestamp}:${text}`).digest('hex');
      const headers = {
        'content-type': type,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${digest}`,
      };
      return (await adapter.handle(channelRequest({ method: 'POST', url: '/events', headers, body: text }))).status;
    };
    const click = {
      type: 'block_actions',
      team: { id: 'T0PARTNER' },
      user: { id: 'U0PARTNER', team_id: 'T0PARTNER' },
      channel: { id: HELPDESK },
      message: { ts: '1767225600.000001', team: TEAM },
      actions: [{ action_id: 'somebody_elses', action_ts: '1', type: 'button' }],
    };
    expect(await send(click, 'application/x-www-form-urlencoded')).toBe(200);
    const event = {
      type: 'event_callback',
      event_id: 'Ev1',
      team_id: 'T0PARTNER',
      authorizations: [{ team_id: 'T0PARTNER', enterprise_id: null, is_enterprise_install: false }],
      event: { type: 'message', channel: 'D0PARTNER', user: 'U0PARTNER', text: 'hello', ts: '1767225600.000001' },
    };
    expect(await send(event, 'application/json')).toBe(503);
    expect(context.received).toEqual([]);
  }));
