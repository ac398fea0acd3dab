import { expect, it } from 'vitest';
import type { Heard } from '../../../test/slack-sandbox.ts';
import { slackForTest, socketClient } from '../../../test/slack-sandbox.ts';

const channel = 'C0HELPDSK1';

function respond(url: string, body: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

it('replaces and removes what only one person sees', async () => {
  const sandbox = await slackForTest();
  const { people } = sandbox.control;
  const socket = await socketClient(sandbox);
  const elements = [{ type: 'button', action_id: 'ok', text: { type: 'plain_text', text: 'OK' } }];
  const blocks = [{ type: 'actions', block_id: 'buttons', elements }];
  socket.on('slack_event', ({ ack, type }: Heard) => ack(type === 'slash_commands' ? { text: 'Sure?', blocks } : {}));
  await people.command({ user: 'alex', channel, command: '/agent' });
  const seen = () => sandbox.control.messages({ user: 'alex', channel });
  const { responseUrl: first = '' } = await people.click({
    user: 'alex',
    channel,
    ts: seen()[0]?.ts ?? '',
    actionId: 'ok',
  });
  await respond(first, { replace_original: true, text: 'Sure!', blocks });
  expect(seen()).toMatchObject([{ text: 'Sure!', ephemeral: true }]);
  const click = { user: 'alex', channel, ts: seen()[0]?.ts ?? '', actionId: 'ok' };
  const { responseUrl: second = '' } = await people.click(click);
  expect(await (await respond(second, {})).json()).toEqual({ ok: false, error: 'no_text' });
  await respond(second, { delete_original: true });
  expect(seen()).toEqual([]);
});

it('answers in the thread that a button is in', async () => {
  const sandbox = await slackForTest();
  const { people } = sandbox.control;
  const socket = await socketClient(sandbox);
  socket.on('slack_event', ({ ack }: Heard) => ack());
  const root = people.say({ user: 'alex', channel, text: 'Help' });
  const { ts } = people.say({ user: 'sam', channel, text: 'Me too', threadTs: root.ts });
  const { responseUrl: url = '' } = await people.shortcut({ user: 'alex', callbackId: 'ask_agent', channel, ts });
  await respond(url, { response_type: 'in_channel', text: 'An agent comes' });
  const thread = sandbox.control.messages({ user: 'sam', channel, threadTs: root.ts });
  expect(thread.map(({ text }) => text)).toEqual(['Help', 'Me too', 'An agent comes']);
});
