import { expect, it } from 'vitest';
import { ManualClock } from '../../../test/manual-clock.ts';
import type { Heard } from '../../../test/slack-sandbox.ts';
import { slackForTest, socketClient, webClient } from '../../../test/slack-sandbox.ts';

const channel = 'C0HELPDSK1';

/** A sandbox, and the events that come, in order. */
async function listening(options: Parameters<typeof slackForTest>[0] = {}) {
  const sandbox = await slackForTest({ ...options });
  const socket = await socketClient(sandbox);
  const come: Heard['body']['event'][] = [];
  let wake = () => {};
  socket.on('slack_event', ({ ack, body }: Heard) => {
    void ack();
    come.push(body.event);
    wake();
  });
  const take = async (count: number) => {
    while (come.length < count) await new Promise<void>((resolve) => (wake = resolve));
    return come.splice(0, count);
  };
  return { sandbox, people: sandbox.control.people, web: webClient(sandbox), take };
}

it('tells of replies, broadcasts and /me', async () => {
  const { people, take } = await listening();
  const root = people.say({ user: 'alex', channel, text: 'Help' });
  people.say({ user: 'sam', channel, text: 'Me too', threadTs: root.ts });
  people.say({ user: 'sam', channel, text: 'All of us', threadTs: root.ts, broadcast: true });
  people.say({ user: 'sam', channel, text: 'waits', me: true });
  const [, reply, broadcast, me] = await take(4);
  expect(reply).toMatchObject({ thread_ts: root.ts, parent_user_id: 'U0ALEX0001' });
  expect(reply).not.toHaveProperty('subtype');
  expect(broadcast).toMatchObject({
    subtype: 'thread_broadcast',
    thread_ts: root.ts,
    root: { ts: root.ts, reply_count: 2 },
  });
  expect(me).toMatchObject({ subtype: 'me_message', text: 'waits' });
});

it('tells of edits, unfurls and deletes as hidden messages', async () => {
  const { people, take } = await listening();
  const { ts } = people.say({ user: 'alex', channel, text: 'Helo' });
  people.edit({ user: 'alex', channel, ts, text: 'Hello' });
  people.unfurl({ user: 'alex', channel, ts });
  people.remove({ user: 'alex', channel, ts });
  const [, edited, unfurled, deleted] = await take(4);
  expect(edited).toMatchObject({
    subtype: 'message_changed',
    hidden: true,
    channel,
    message: { ts, text: 'Hello', user: 'U0ALEX0001', edited: { user: 'U0ALEX0001' } },
    previous_message: { ts, text: 'Helo' },
  });
  expect(unfurled).toMatchObject({
    subtype: 'message_changed',
    message: { text: 'Hello', attachments: [{ title: 'A page' }] },
  });
  expect(deleted).toMatchObject({
    subtype: 'message_deleted',
    deleted_ts: ts,
    previous_message: { ts, text: 'Hello' },
  });
  expect(() => people.edit({ user: 'sam', channel, ts, text: 'x' })).toThrow('No message');
});

it('tells a mention twice, or once if so turned', async () => {
  const { sandbox, people, take } = await listening();
  people.say({ user: 'alex', channel, text: '@trunkline help me' });
  const [message, mention] = await take(2);
  expect([message.type, mention.type]).toEqual(['message', 'app_mention']);
  expect(mention).toMatchObject({ text: '<@UB0SANDBOX1> help me', user: 'U0ALEX0001', ts: message.ts });
  sandbox.control.turn({ mentionAlsoMessage: false });
  people.say({ user: 'alex', channel, text: '@trunkline again' });
  people.say({ user: 'alex', channel, text: 'done' });
  expect((await take(2)).map(({ type }) => type)).toEqual(['app_mention', 'message']);
});

it("brings the app's own messages back, with blocks that Slack made and metadata", async () => {
  const { sandbox, web, take } = await listening();
  const metadata = { event_type: 'part', event_payload: { id: 'd-1' } };
  const { ts } = await web.chat.postMessage({ channel, text: 'Hi <@U0ALEX0001>', username: 'Kim', metadata });
  const [own] = await take(1);
  expect(own).toMatchObject({
    subtype: 'bot_message',
    bot_id: 'B0SANDBOX1',
    app_id: 'A0SANDBOX1',
    username: 'Kim',
    ts,
    metadata,
  });
  expect(own.blocks[0].elements[0].elements).toEqual([
    { type: 'text', text: 'Hi ' },
    { type: 'user', user_id: 'U0ALEX0001' },
  ]);
  sandbox.control.turn({ ownMessageEvents: false, addBlocks: false });
  await web.chat.postMessage({ channel, text: 'unheard' });
  sandbox.control.people.say({ user: 'alex', channel, text: 'heard' });
  const [next] = await take(1);
  expect(next.text).toBe('heard');
  expect(next).not.toHaveProperty('blocks');
});

it('tells only of places that the app is in, may read and subscribed to', async () => {
  const { sandbox, people, take } = await listening({ botEvents: ['message.channels', 'message.im'] });
  people.say({ user: 'alex', channel: 'random', text: 'not in it' });
  people.say({ user: 'alex', channel: people.direct('alex', ['sam']).id, text: 'between two' });
  people.join({ user: 'alex', channel: 'finance', app: true });
  people.say({ user: 'alex', channel: 'finance', text: 'not subscribed' });
  sandbox.control.setScopes('northwind', ['im:history']);
  people.say({ user: 'alex', channel, text: 'no scope' });
  people.say({ user: 'alex', channel: people.direct('alex').id, text: 'to the app' });
  expect(await take(1)).toMatchObject([{ text: 'to the app', channel_type: 'im' }]);
});

it('tells of comings, goings and other ids', async () => {
  const { sandbox, people, take } = await listening();
  people.leave({ user: 'kim', channel });
  people.join({ user: 'kim', channel });
  const { oldId, newId } = sandbox.control.changeChannelId('northwind', 'helpdesk');
  const [left, joined, changed] = await take(3);
  expect([left.subtype, joined.subtype, joined.user]).toEqual(['channel_leave', 'channel_join', 'U0KIM00001']);
  expect(changed).toMatchObject({ type: 'channel_id_changed', old_channel_id: oldId, new_channel_id: newId });
  expect(people.say({ user: 'kim', channel: newId, text: 'here' }).text).toBe('here');
});

it('tells message_replied of a parent, if so turned', async () => {
  const { people, take } = await listening({ repliedEvents: true });
  const { ts } = people.say({ user: 'alex', channel, text: 'Help' });
  people.say({ user: 'sam', channel, text: 'Yes', threadTs: ts });
  expect((await take(3))[2]).toMatchObject({ subtype: 'message_replied', message: { ts, reply_count: 1 } });
});

it('shows what the app is doing until it answers or two minutes are over', async () => {
  const clock = new ManualClock();
  const { sandbox, people, web } = await listening({ clock });
  const { ts } = people.say({ user: 'alex', channel, text: 'Help' });
  const status = () => sandbox.control.messages({ user: 'alex', channel })[0]?.status;
  const set = () => web.assistant.threads.setStatus({ channel_id: channel, thread_ts: ts, status: 'is typing…' });
  await set();
  expect(status()).toBe('is typing…');
  clock.advance(120_000);
  expect(status()).toBeUndefined();
  await set();
  await web.chat.postMessage({ channel, thread_ts: ts, text: 'Hello' });
  expect(status()).toBeUndefined();
  await web.reactions.add({ channel, timestamp: ts, name: 'eyes' });
  expect(sandbox.control.messages({ user: 'alex', channel })[0]?.reactions).toMatchObject([{ name: 'eyes', count: 1 }]);
  await expect(web.reactions.add({ channel, timestamp: ts, name: 'eyes' })).rejects.toThrow('already_reacted');
});
