import { createHmac } from 'node:crypto';
import { address } from '@trunkline/core';
import {
  type AdapterUnderTest,
  type ChannelAdapterHarness,
  channelRequest,
  settle,
  testChannelAdapter,
} from '@trunkline/core/testing';
import { type SlackCallFault, slackDefaults } from '@trunkline/sandbox';
import { describe, it } from 'vitest';
import { ALEX, openRig, type Rig, TEAM } from './slack-rig.ts';

const secrets = [slackDefaults.botToken, slackDefaults.appToken, slackDefaults.signingSecret];

function signed(
  rig: Rig,
  body: string,
  changes: { readonly secret?: string; readonly ageS?: number; readonly type?: string } = {},
) {
  const { secret = slackDefaults.signingSecret, ageS = 0, type = 'application/json' } = changes;
  const timestamp = String(Math.floor(rig.clock.now() / 1000) - ageS);
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': type,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
  return channelRequest({ method: 'POST', url: '/events', headers, body });
}

/** As Slack tells of it: three characters escaped, the id in the place of the time. */
function eventOf({ id, text }: { readonly id: string; readonly text: string }): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const ts = `1767225600.${String(Buffer.from(id).reduce((sum, byte) => sum * 31 + byte, 0) % 1_000_000).padStart(6, '0')}`;
  return JSON.stringify({
    type: 'event_callback',
    event_id: `Ev${id}`,
    team_id: TEAM,
    authorizations: [{ team_id: TEAM, enterprise_id: null, is_bot: true, is_enterprise_install: false }],
    event: { type: 'message', channel: 'D0CUSTOMER', channel_type: 'im', user: ALEX, text: escaped, ts },
  });
}

async function under(rig: Rig): Promise<AdapterUnderTest> {
  const direct = rig.slack.control.people.direct('alex');
  const texts = () =>
    rig.trace.filter(({ kind, type }) => kind === 'api' && type === 'chat.postMessage').map(() => 'attempt');
  let accepted: readonly string[] = [];
  const fault = (rule: Pick<SlackCallFault, 'effect' | 'error' | 'status'>) =>
    void rig.slack.control.addFault({ operation: 'chat.postMessage', times: null, ...rule });
  return {
    adapter: rig.adapter,
    context: rig.context,
    address: address(`${TEAM}/${direct.id}`),
    secrets,
    requests: {
      message: (message) => signed(rig, eventOf(message)),
      forged: () => {
        const body = eventOf({ id: 'forged', text: 'hello' });
        const unsigned = channelRequest({
          method: 'POST',
          url: '/events',
          headers: { 'content-type': 'application/json' },
          body,
        });
        return [
          signed(rig, body, { secret: 'another secret' }),
          signed(rig, body, { ageS: 301 }),
          signed(rig, body, { ageS: -301 }),
          signed(rig, '', { secret: 'another secret' }),
          unsigned,
        ];
      },
      malformed: () => [
        signed(rig, '{"type":'),
        signed(rig, 'null'),
        signed(rig, ''),
        signed(rig, '{"type":"event_callback"}'),
        signed(rig, 'payload=%7B', { type: 'application/x-www-form-urlencoded' }),
        signed(rig, 'a=b', { type: 'application/x-www-form-urlencoded' }),
      ],
    },
    medium: {
      texts: () => {
        const posted = rig.slack.control.messages({ user: 'alex', channel: direct.id }).map(({ text }) => text ?? '');
        accepted = posted;
        const attempts = texts().length;
        return [...accepted, ...Array.from({ length: Math.max(0, attempts - accepted.length) }, () => 'not taken')];
      },
      accepts: () => rig.slack.control.clearFaults(),
      refuses: () => fault({ effect: 'error', error: 'msg_too_long' }),
      fails: () => fault({ effect: 'error', status: 500 }),
      unreachable: async () => {
        await rig.slack.close();
        // Until the client has seen that its connections are gone.
        await settle();
      },
      neverAnswers: () => {
        fault({ effect: 'noAnswer' });
        return { reached: rig.until(() => rig.trace.some(({ kind }) => kind === 'fault')) };
      },
    },
    tearDown: () => rig.close(),
  };
}

const overHttp: ChannelAdapterHarness = { setUp: async () => await under(await openRig({ mode: 'http', idle: true })) };

const overSockets: ChannelAdapterHarness = {
  setUp: async () => {
    const { requests: _, ...rest } = await under(await openRig({ mode: 'socket', idle: true }));
    return rest;
  },
  skip: {
    requests: 'in socket mode Slack posts nothing: what comes over sockets is held to the same in sockets.test.ts',
    forgery: 'nothing is signed on a socket that we have opened',
  },
};

describe('over http', () => testChannelAdapter({ describe, it }, overHttp));
describe('over sockets', () => testChannelAdapter({ describe, it }, overSockets));
