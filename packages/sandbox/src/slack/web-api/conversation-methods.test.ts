import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/manual-clock.ts';
import { slackForTest, webClient } from '../../../test/slack-sandbox.ts';

const channel = 'C0HELPDSK1';

describe('conversations, by the official client', () => {
  it('reads a channel in pages, newest first', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    const said = ['one', 'two', 'three'].map((text) => sandbox.control.people.say({ user: 'alex', channel, text }));
    const { people } = sandbox.control;
    people.say({ user: 'sam', channel, text: 'in the thread', threadTs: said[0]?.ts });
    people.say({ user: 'sam', channel, text: 'for all', threadTs: said[0]?.ts, broadcast: true });
    const first = await web.conversations.history({ channel, limit: 3 });
    expect(first.messages?.map(({ text }) => text)).toEqual(['for all', 'three', 'two']);
    expect(first.has_more).toBe(true);
    const second = await web.conversations.history({ channel, cursor: first.response_metadata?.next_cursor ?? '' });
    expect(second.messages).toMatchObject([{ text: 'one', reply_count: 2, reply_users: ['U0SAM00001'] }]);
    expect(second.has_more).toBe(false);
    const since = await web.conversations.history({ channel, oldest: said[1]?.ts ?? '', latest: said[2]?.ts ?? '' });
    expect(since.messages).toEqual([]);
    const within = { channel, oldest: said[1]?.ts ?? '', latest: said[2]?.ts ?? '', inclusive: true };
    expect((await web.conversations.history(within)).messages?.map(({ text }) => text)).toEqual(['three', 'two']);
  });

  it('reads a thread, oldest first, with metadata when asked', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    const root = sandbox.control.people.say({ user: 'alex', channel, text: 'Help' });
    const metadata = { event_type: 'part', event_payload: { id: 'd-1' } };
    const own = await web.chat.postMessage({ channel, text: 'Hi', thread_ts: root.ts, metadata });
    const later = sandbox.control.people.say({ user: 'alex', channel, text: 'Thanks', threadTs: root.ts });
    const all = await web.conversations.replies({ channel, ts: root.ts, include_all_metadata: true });
    expect(all.messages?.map(({ ts }) => ts)).toEqual([root.ts, own.ts, later.ts]);
    expect(all.messages?.[1]).toMatchObject({ metadata, parent_user_id: 'U0ALEX0001' });
    const plain = await web.conversations.replies({ channel, ts: root.ts, oldest: own.ts ?? '' });
    expect(plain.messages?.map(({ ts }) => ts)).toEqual([root.ts, later.ts]);
    const paged = await web.conversations.replies({ channel, ts: root.ts, limit: 1 });
    expect(paged.messages?.map(({ ts }) => ts)).toEqual([root.ts, own.ts]);
    expect(paged.messages?.[1]).not.toHaveProperty('metadata');
    const cursor = paged.response_metadata?.next_cursor ?? '';
    sandbox.control.turn({ repliesParentAlways: false });
    const next = await web.conversations.replies({ channel, ts: root.ts, limit: 1, cursor });
    expect(next.messages?.map(({ ts }) => ts)).toEqual([own.ts]);
    await expect(web.conversations.replies({ channel, ts: '1.000000' })).rejects.toThrow('thread_not_found');
    await expect(web.conversations.history({ channel, cursor: 'x' })).rejects.toThrow('invalid_cursor');
  });

  it('limits reading as it does outside the Marketplace', async () => {
    const clock = new ManualClock();
    const sandbox = await slackForTest({ clock, historyPerMinute: 1, historyMaxItems: 15 });
    const web = webClient(sandbox);
    for (let i = 0; i < 20; i += 1) sandbox.control.people.say({ user: 'alex', channel, text: String(i) });
    expect((await web.conversations.history({ channel, limit: 100 })).messages).toHaveLength(15);
    await expect(web.conversations.history({ channel })).rejects.toMatchObject({ retryAfter: 60 });
    clock.advance(60_000);
    await web.conversations.history({ channel });
  });

  it('lists, describes and joins channels, and says who is in them', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    const { channels } = await web.conversations.list({ types: 'public_channel,private_channel' });
    expect(channels?.map(({ name, is_member: isIn }) => [name, isIn])).toEqual([
      ['general', true],
      ['helpdesk', true],
      ['random', false],
    ]);
    const first = await web.conversations.list({ limit: 2 });
    const rest = await web.conversations.list({ cursor: first.response_metadata?.next_cursor ?? '' });
    expect(rest.channels).toMatchObject([{ name: 'random' }]);
    await expect(web.conversations.history({ channel: 'C0RANDOM01' })).rejects.toThrow('not_in_channel');
    expect(await web.conversations.join({ channel: 'C0RANDOM01' })).toMatchObject({ channel: { is_member: true } });
    const { messages } = await web.conversations.history({ channel: 'C0RANDOM01' });
    expect(messages).toMatchObject([{ subtype: 'channel_join', user: 'UB0SANDBOX1' }]);
    const { members } = await web.conversations.members({ channel });
    expect(members).toEqual(['U0ALEX0001', 'U0SAM00001', 'U0KIM00001', 'UB0SANDBOX1']);
    const { channel: facts } = await web.conversations.info({ channel, include_num_members: true });
    expect(facts).toMatchObject({ name: 'helpdesk', num_members: 4, is_private: false });
    await expect(web.conversations.info({ channel: 'C0FINANCE1' })).rejects.toThrow('channel_not_found');
  });

  it('lists what the app is in, in pages, and what somebody else is in as far as the app sees it', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    const { people } = sandbox.control;
    const direct = people.direct('alex');
    const names = (channels: readonly { readonly name?: string; readonly id?: string }[] = []) =>
      channels.map(({ name, id }) => name ?? id);
    const own = await web.users.conversations({ types: 'public_channel,private_channel' });
    expect(names(own.channels)).toEqual(['general', 'helpdesk']);
    // Whether the app is a member goes without saying.
    expect(own.channels?.[0]).not.toHaveProperty('is_member');
    expect(names((await web.users.conversations({ types: 'im' })).channels)).toEqual([direct.id]);
    people.join({ user: 'alex', channel: 'finance', app: true });
    const first = await web.users.conversations({ types: 'public_channel,private_channel', limit: 2 });
    expect(names(first.channels)).toEqual(['general', 'helpdesk']);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await web.users.conversations({ types: 'public_channel,private_channel', limit: 2, cursor });
    expect([names(second.channels), second.response_metadata?.next_cursor]).toEqual([['finance'], '']);
    const ofSam = await web.users.conversations({ user: 'U0SAM00001', types: 'public_channel,im' });
    expect(names(ofSam.channels)).toContain('general');
    expect(names(ofSam.channels)).not.toContain(direct.id);
    await expect(web.users.conversations({ user: 'U0NOBODY' })).rejects.toThrow('user_not_found');
    await expect(web.users.conversations({ types: 'rooms' })).rejects.toThrow('invalid_types');
    sandbox.control.setScopes('northwind', ['channels:read']);
    await expect(web.users.conversations({ types: 'public_channel,im' })).rejects.toThrow('missing_scope');
  });

  it('opens direct messages of two and of more', async () => {
    const web = webClient(await slackForTest());
    const two = await web.conversations.open({ users: 'U0ALEX0001', return_im: true });
    expect(two.channel).toMatchObject({ is_im: true, user: 'U0ALEX0001' });
    const three = await web.conversations.open({ users: 'U0ALEX0001,U0SAM00001' });
    expect(three.channel?.id).toMatch(/^G/);
    expect((await web.conversations.list({ types: 'im,mpim' })).channels).toHaveLength(2);
    await expect(web.conversations.open({ users: 'U0NOBODY' })).rejects.toThrow('user_not_found');
  });

  it('knows people, and their addresses with the scope for that', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    const { user } = await web.users.info({ user: 'U0ALEX0001' });
    expect(user).toMatchObject({
      name: 'alex',
      real_name: 'Alex Rivera',
      profile: { email: 'alex@northwind.example' },
    });
    const picture = await fetch(user?.profile?.image_48 ?? '');
    expect(await picture.text()).toContain('>AR</text>');
    expect((await web.users.list({})).members).toHaveLength(4);
    await expect(web.users.info({ user: 'U0MIRA0001' })).rejects.toThrow('user_not_found');
    sandbox.control.setScopes('northwind', ['users:read']);
    expect((await web.users.info({ user: 'U0ALEX0001' })).user?.profile).not.toHaveProperty('email');
  });
});
