import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { heard, slackForTest, slackTraced, socketClient, webClient } from '../../test/slack-sandbox.ts';

const channel = 'C0HELPDSK1';

describe('Socket Mode, by the official client', () => {
  it('brings a message in its envelope and takes the acknowledgement', async () => {
    const sandbox = await slackForTest();
    const socket = await socketClient(sandbox);
    const coming = heard(socket);
    const acked = slackTraced(sandbox, ({ kind }) => kind === 'delivery');
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
});

it('posts as the official client asks', async () => {
  const sandbox = await slackForTest({ clock: new ManualClock() });
  const web = webClient(sandbox);
  expect(await web.auth.test()).toMatchObject({ ok: true, user_id: 'UB0SANDBOX1', bot_id: 'B0SANDBOX1' });
  const answer = await web.chat.postMessage({ channel, text: 'Hello' });
  expect(answer).toMatchObject({ ok: true, channel, message: { text: 'Hello', bot_id: 'B0SANDBOX1' } });
});
