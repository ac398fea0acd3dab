import type { SocketModeClient } from '@slack/socket-mode';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ManualClock } from '../../test/manual-clock.ts';
import { heard, slackForTest, slackTraced, socketClient, webClient } from '../../test/slack-sandbox.ts';
import type { SlackSandbox } from '../index.ts';
import { slackDefaults } from './start-slack.ts';

const channel = 'C0HELPDSK1';

function say({ control }: SlackSandbox, text = 'Help'): string {
  return control.people.say({ user: 'alex', channel, text }).ts;
}

const delivered = (sandbox: SlackSandbox) => slackTraced(sandbox, ({ kind }) => kind === 'delivery');
const connected = (client: SocketModeClient) => new Promise((resolve) => client.once('connected', resolve));
const closed = (sandbox: SlackSandbox) =>
  slackTraced(sandbox, ({ kind, type }) => kind === 'socket' && type === 'closed');

/** What a plain socket of the app is told, in order. */
async function frames(sandbox: SlackSandbox): Promise<{ next(): Promise<Record<string, unknown>>; socket: WebSocket }> {
  const { url = '' } = await webClient(sandbox, slackDefaults.appToken).apps.connections.open();
  const socket = new WebSocket(url);
  const waiting: ((frame: Record<string, unknown>) => void)[] = [];
  const come: Record<string, unknown>[] = [];
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString());
    const taker = waiting.shift();
    if (taker === undefined) come.push(frame);
    else taker(frame);
  });
  const next = async () => come.shift() ?? new Promise<Record<string, unknown>>((resolve) => waiting.push(resolve));
  return { next, socket };
}

describe('Socket Mode, by the official client', () => {
  it('brings a message in its envelope and takes the acknowledgement', async () => {
    const sandbox = await slackForTest();
    const socket = await socketClient(sandbox);
    const coming = heard(socket);
    const acked = delivered(sandbox);
    const said = sandbox.control.people.say({ user: 'alex', channel, text: 'My laptop is <broken> @sam' });
    const event = await coming;
    expect(event).toMatchObject({
      type: 'events_api',
      accepts_response_payload: false,
      retry_num: 0,
      retry_reason: '',
    });
    expect(event.body).toMatchObject({
      type: 'event_callback',
      team_id: 'T0SANDBOX1',
      context_team_id: 'T0SANDBOX1',
      api_app_id: 'A0SANDBOX1',
      event_id: expect.stringMatching(/^Ev/),
      authorizations: [{ team_id: 'T0SANDBOX1', is_bot: true, user_id: 'UB0SANDBOX1' }],
      event: {
        type: 'message',
        channel,
        channel_type: 'channel',
        user: 'U0ALEX0001',
        text: 'My laptop is &lt;broken&gt; <@U0SAM00001>',
        ts: said.ts,
        event_ts: said.ts,
        client_msg_id: expect.any(String),
      },
    });
    await event.ack();
    expect(await acked).toMatchObject({ type: 'message', outcome: 'acked', attempt: 0 });
  });

  it('comes again without an acknowledgement, in a new envelope with the same event', async () => {
    const clock = new ManualClock();
    const sandbox = await slackForTest({ clock });
    const socket = await socketClient(sandbox);
    const first = heard(socket);
    const failed = delivered(sandbox);
    say(sandbox);
    const { body, envelope_id: envelope } = await first;
    const second = heard(socket);
    clock.advance(3_000);
    expect(await failed).toMatchObject({ outcome: 'timeout' });
    const again = await second;
    expect(again).toMatchObject({ retry_num: 1, retry_reason: 'timeout', body: { event_id: body.event_id } });
    expect(again.envelope_id).not.toBe(envelope);
    const acked = delivered(sandbox);
    await again.ack();
    expect(await acked).toMatchObject({ outcome: 'acked', attempt: 1 });
  });

  it('gives each envelope to one of two sockets, and to the other when one breaks', async () => {
    const sandbox = await slackForTest();
    const [one, other] = [await socketClient(sandbox), await socketClient(sandbox)];
    const seen: string[] = [];
    one.on('slack_event', ({ ack, body }) => {
      seen.push(`one ${body.event.text}`);
      void ack();
    });
    other.on('slack_event', ({ ack, body }) => {
      seen.push(`other ${body.event.text}`);
      void ack();
    });
    for (const text of ['a', 'b', 'c', 'd']) {
      const acked = delivered(sandbox);
      say(sandbox, text);
      await acked;
    }
    expect(seen).toHaveLength(4);
    expect(new Set(seen.map((entry) => entry.split(' ')[0]))).toEqual(new Set(['one', 'other']));
    await one.disconnect();
    const acked = delivered(sandbox);
    say(sandbox, 'e');
    expect(await acked).toMatchObject({ outcome: 'acked' });
    expect(seen.at(-1)).toBe('other e');
  });

  it.each(['refresh_requested', 'warning'] as const)('is refreshed by %s', async (reason) => {
    const sandbox = await slackForTest({ disconnectLagMs: 0 });
    const socket = await socketClient(sandbox, 300);
    const again = connected(socket);
    sandbox.control.disconnectSockets(reason);
    await again;
    const coming = heard(socket);
    say(sandbox);
    await (await coming).ack();
  });

  it('reconnects after its sockets were dropped, and what nobody had acknowledged comes', async () => {
    const clock = new ManualClock();
    const sandbox = await slackForTest({ clock, retryDelays: '1000' });
    const socket = await socketClient(sandbox, 300);
    const first = heard(socket);
    say(sandbox);
    const { body } = await first;
    const [failed, again] = [delivered(sandbox), connected(socket)];
    expect(sandbox.control.dropSockets()).toBe(1);
    expect(await failed).toMatchObject({ outcome: 'connection_failed' });
    await again;
    const second = heard(socket);
    clock.advance(1_000);
    expect(await second).toMatchObject({
      retry_num: 1,
      retry_reason: 'connection_failed',
      body: { event_id: body.event_id },
    });
  });

  it('is over once Socket Mode is switched off', async () => {
    const sandbox = await slackForTest({ disconnectLagMs: 0 });
    const { next, socket } = await frames(sandbox);
    await next();
    const gone = closed(sandbox);
    sandbox.control.disconnectSockets('link_disabled');
    expect(await next()).toMatchObject({ type: 'disconnect', reason: 'link_disabled' });
    await gone;
    await expect(webClient(sandbox, slackDefaults.appToken).apps.connections.open()).rejects.toThrow('not_allowed');
    socket.terminate();
  });
});

describe('a socket', () => {
  it('says hello, pings, and answers pings', async () => {
    const clock = new ManualClock();
    const sandbox = await slackForTest({ clock });
    const { next, socket } = await frames(sandbox);
    expect(await next()).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0SANDBOX1' },
    });
    const pinged = new Promise((resolve) => socket.once('ping', resolve));
    clock.advance(10_000);
    await pinged;
    const ponged = new Promise((resolve) => socket.once('pong', resolve));
    socket.ping('are you there');
    expect(String(await ponged)).toBe('are you there');
    socket.terminate();
  });

  it('is refused when there are ten', async () => {
    const sandbox = await slackForTest({ maxSockets: 1 });
    const first = await frames(sandbox);
    await first.next();
    const second = await frames(sandbox);
    expect(await second.next()).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
    expect(sandbox.control.app().sockets).toBe(1);
    first.socket.terminate();
  });

  it('is opened once by each address, and not too late', async () => {
    const clock = new ManualClock();
    const sandbox = await slackForTest({ clock });
    const app = webClient(sandbox, slackDefaults.appToken);
    const refused = async (url = '') =>
      new Promise((resolve) => new WebSocket(url).once('error', (error) => resolve(String(error))));
    const { url: used } = await app.apps.connections.open();
    const socket = new WebSocket(used ?? '');
    await new Promise((resolve) => socket.once('open', resolve));
    expect(await refused(used)).toContain('403');
    const { url: old } = await app.apps.connections.open();
    clock.advance(30_001);
    expect(await refused(old)).toContain('403');
    await expect(webClient(sandbox).apps.connections.open()).rejects.toThrow('not_allowed_token_type');
    socket.terminate();
  });

  it('that is stalled says nothing until it goes on', async () => {
    const clock = new ManualClock();
    const sandbox = await slackForTest({ clock, retryDelays: '1000' });
    const { next, socket } = await frames(sandbox);
    await next();
    sandbox.control.stallSockets();
    const failed = delivered(sandbox);
    say(sandbox);
    clock.advance(3_000);
    expect(await failed).toMatchObject({ outcome: 'timeout' });
    sandbox.control.reviveSockets();
    clock.advance(1_000);
    expect(await next()).toMatchObject({ retry_attempt: 1 });
    socket.terminate();
  });
});
