import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/manual-clock.ts';
import { slackForTest, webClient } from '../../../test/slack-sandbox.ts';

const channel = 'C0HELPDSK1';

/** What the official client throws for an error of the platform. */
async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'no error',
    (error: { data?: { error?: string } }) => error.data?.error ?? error,
  );
}

describe('chat, by the official client', () => {
  it('posts, replies, updates, deletes', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    const root = await web.chat.postMessage({ channel, text: 'Waiting for an agent' });
    const metadata = { event_type: 'trunkline_part', event_payload: { id: 'd-1' } };
    const reply = await web.chat.postMessage({ channel, text: 'Hi', thread_ts: root.ts ?? '', metadata });
    expect(reply.message).toMatchObject({ thread_ts: root.ts, metadata, app_id: 'A0SANDBOX1', user: 'UB0SANDBOX1' });
    const nested = await web.chat.postMessage({ channel, text: 'Hi again', thread_ts: reply.ts ?? '' });
    expect(nested.message?.thread_ts).toBe(root.ts);
    expect(new Set([root.ts, reply.ts, nested.ts]).size).toBe(3);
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*Kim* joined' } }];
    const updated = await web.chat.update({ channel, ts: root.ts ?? '', text: 'Kim joined', blocks });
    expect(updated).toMatchObject({ ok: true, ts: root.ts, text: 'Kim joined' });
    const { messages } = await web.conversations.history({ channel });
    expect(messages).toMatchObject([
      { ts: root.ts, text: 'Kim joined', reply_count: 2, blocks: [{ type: 'section' }] },
    ]);
    expect(await web.chat.delete({ channel, ts: nested.ts ?? '' })).toMatchObject({ ok: true, ts: nested.ts });
    expect((await web.conversations.replies({ channel, ts: root.ts ?? '' })).messages).toHaveLength(2);
    const { permalink } = await web.chat.getPermalink({ channel, message_ts: reply.ts ?? '' });
    expect(permalink).toBe(
      `https://northwind.slack.com/archives/${channel}/p${reply.ts?.replace('.', '')}?thread_ts=${root.ts}&cid=${channel}`,
    );
  });

  it('keeps of an updated message what the documentation says', async () => {
    const web = webClient(await slackForTest());
    const blocks = [{ type: 'divider' }];
    const { ts = '' } = await web.chat.postMessage({ channel, text: 'a', blocks, attachments: [{ text: 'kept' }] });
    const byBlocks = await web.chat.update({ channel, ts, blocks: [{ type: 'divider', block_id: 'new' }] });
    expect(byBlocks.message).toMatchObject({
      text: 'a',
      blocks: [{ block_id: 'new' }],
      attachments: [{ text: 'kept' }],
    });
    expect(byBlocks.message).not.toHaveProperty('edited');
    const byText = await web.chat.update({ channel, ts, text: 'b' });
    expect(byText.message).toMatchObject({
      text: 'b',
      blocks: [{ type: 'rich_text' }],
      attachments: [{ text: 'kept' }],
    });
    expect(byText.message).toMatchObject({ edited: { user: 'UB0SANDBOX1' } });
    const emptied = await web.chat.update({ channel, ts, text: 'b', attachments: [] });
    expect(emptied.message).toMatchObject({ attachments: [] });
  });

  it('writes under the name of an agent as a bot_message', async () => {
    const web = webClient(await slackForTest());
    const { message } = await web.chat.postMessage({
      channel,
      text: 'Hello',
      username: 'Kim',
      icon_url: 'https://a.example/k.png',
    });
    expect(message).toMatchObject({ subtype: 'bot_message', username: 'Kim', bot_id: 'B0SANDBOX1' });
    expect(message).toMatchObject({ icons: { image_48: 'https://a.example/k.png' } });
    expect(message).not.toHaveProperty('user');
  });

  it.each([
    ['reject', 'missing_scope'],
    ['ignore', 'no error'],
  ] as const)('without chat:write.customize does %s', async (customizeWithoutScope, error) => {
    const sandbox = await slackForTest({ customizeWithoutScope });
    sandbox.control.setScopes('northwind', ['chat:write']);
    expect(await errorOf(webClient(sandbox).chat.postMessage({ channel, text: 'Hello', username: 'Kim' }))).toBe(error);
  });

  it('shows an ephemeral message to one person', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    await web.chat.postEphemeral({ channel, user: 'U0ALEX0001', text: 'Only you' });
    const seen = (user: string) => sandbox.control.messages({ user, channel });
    expect(seen('alex')).toMatchObject([{ text: 'Only you', ephemeral: true }]);
    expect(seen('sam')).toEqual([]);
    expect(await errorOf(web.chat.postEphemeral({ channel, user: 'U0MIRA0001', text: 'You?' }))).toBe(
      'user_not_in_channel',
    );
  });

  it('posts to a person by opening their direct messages', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    const { channel: direct } = await web.chat.postMessage({ channel: 'U0ALEX0001', text: 'Hello' });
    expect(direct).toMatch(/^D/);
    expect(await web.conversations.open({ users: 'U0ALEX0001' })).toMatchObject({
      channel: { id: direct },
      already_open: true,
    });
  });

  const long = (length: number) => 'x'.repeat(length);
  const section = (length: number) => [{ type: 'section', text: { type: 'mrkdwn', text: long(length) } }];

  it.each([
    ['channel_not_found', { channel: 'C0NOWHERE', text: 'x' }],
    ['channel_not_found', { channel: 'C0FINANCE1', text: 'x' }],
    ['channel_not_found', { channel: 'C0GENERAL2', text: 'x' }],
    ['not_in_channel', { channel: 'C0RANDOM01', text: 'x' }],
    ['no_text', { channel }],
    ['invalid_blocks', { channel, blocks: section(3_001) }],
    ['invalid_blocks', { channel, blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }],
    ['msg_blocks_too_long', { channel, blocks: Array.from({ length: 5 }, () => section(2_900)[0]) }],
    ['invalid_blocks_format', { channel, blocks: 'no json' }],
    ['markdown_text_conflict', { channel, text: 'x', markdown_text: 'x' }],
    ['msg_too_long', { channel, markdown_text: long(12_001) }],
    ['invalid_metadata_format', { channel, text: 'x', metadata: { event_type: 'a b', event_payload: {} } }],
    ['metadata_too_large', { channel, text: 'x', metadata: { event_type: 'a', event_payload: { a: long(9_000) } } }],
  ])('says %s', async (error, message) => {
    const web = webClient(await slackForTest());
    expect(await errorOf(web.apiCall('chat.postMessage', message))).toBe(error);
  });

  it('cuts what is too long, or refuses it', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    expect((await web.chat.postMessage({ channel, text: long(40_001) })).message?.text).toHaveLength(40_000);
    sandbox.control.turn({ overlongText: 'reject' });
    expect(await errorOf(web.chat.postMessage({ channel, text: long(40_001) }))).toBe('msg_too_long');
  });

  it('lets nobody change what somebody else wrote', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    const { ts } = sandbox.control.people.say({ user: 'alex', channel, text: 'Mine' });
    expect(await errorOf(web.chat.update({ channel, ts, text: 'x' }))).toBe('cant_update_message');
    expect(await errorOf(web.chat.delete({ channel, ts }))).toBe('cant_delete_message');
    expect(await errorOf(web.chat.update({ channel, ts: '1.000000', text: 'x' }))).toBe('message_not_found');
  });

  it('takes a burst, then a message a second in each channel', async () => {
    const clock = new ManualClock();
    const sandbox = await slackForTest({ clock, postBurst: 2 });
    const web = webClient(sandbox);
    const post = (to: string) => web.chat.postMessage({ channel: to, text: 'x' });
    await post(channel);
    await post(channel);
    await expect(post(channel)).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
    await post('C0GENERAL1');
    clock.advance(1_000);
    await post(channel);
    await expect(post(channel)).rejects.toMatchObject({ retryAfter: 1 });
  });
});
