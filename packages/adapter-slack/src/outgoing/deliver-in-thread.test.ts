import type { AdapterState, Author } from '@trunkline/core';
import { expect, it } from 'vitest';
import { HELPDESK, inSlack, never, outbound, TEAM } from '../../test/slack-world.ts';
import { CUSTOMIZE_SCOPE } from './customizing.ts';

const basicScopes = ['chat:write', 'channels:history', 'im:write', 'im:history'];
const said = (text: string, author: Author = { kind: 'agent', name: 'Ada' }) =>
  ({ kind: 'message', text, author }) as const;

it('an agent speaks in the thread under their own name and picture', () =>
  inSlack({}, async ({ outgoing, thread, seen }) => {
    const { ts, address } = thread();
    const author = { kind: 'agent', name: 'Ada', imageUrl: 'https://pictures.example/ada.png' } as const;
    const outcome = await outgoing.deliver(outbound(address, { body: said('hi <!channel> & all', author) }), never);
    const [, reply] = seen(HELPDESK, ts);
    expect(outcome).toEqual({ outcome: 'accepted', key: reply?.ts });
    expect(reply).toMatchObject({ text: 'hi &lt;!channel&gt; &amp; all', username: 'Ada', thread_ts: ts });
    expect(reply).toMatchObject({ icons: { image_48: 'https://pictures.example/ada.png' } });
  }));

it('a system text is the app speaking, and so is what is no web address no picture', () =>
  inSlack({}, async ({ outgoing, thread, seen }) => {
    const { ts, address } = thread();
    await outgoing.deliver(outbound(address, { body: said('wait', { kind: 'system', name: 'Trunkline' }) }), never);
    await outgoing.deliver(
      outbound(address, { body: said('x', { kind: 'bot', name: 'Bo', imageUrl: 'data:x' }) }),
      never,
    );
    const [, system, bot] = seen(HELPDESK, ts);
    expect(system).not.toHaveProperty('username');
    expect(bot).toMatchObject({ username: 'Bo', icons: {} });
  }));

it('without the scope the name stands before the text, and Slack is asked again only after an hour', () =>
  inSlack({ slack: { scopes: basicScopes } }, async ({ outgoing, thread, seen, slack, context, calls }) => {
    const { ts, address } = thread();
    const say = (text: string) =>
      outgoing.deliver(outbound(address, { body: said(text, { kind: 'agent', name: 'A*da <!here>' }) }), never);
    expect(await say('one')).toMatchObject({ outcome: 'accepted' });
    await say('```two```');
    expect(
      seen(HELPDESK, ts)
        .slice(1)
        .map(({ text }) => text),
    ).toEqual(['*Ada &lt;!here&gt;:* one', '*Ada &lt;!here&gt;:*\n```two```']);
    expect(calls()).toHaveLength(3);
    slack.control.setScopes(TEAM, [...basicScopes, CUSTOMIZE_SCOPE]);
    await context.clock.advance(3_600_000);
    await say('three');
    expect(seen(HELPDESK, ts).at(-1)).toMatchObject({ text: 'three', username: 'A*da <!here>' });
  }));

it('where Slack passes the name over in silence, the next message has it before the text', () => {
  const fetch: typeof globalThis.fetch = async (...args) => {
    const answer = await globalThis.fetch(...args);
    const headers = new Headers(answer.headers);
    headers.set('x-oauth-scopes', basicScopes.join(','));
    return new Response(await answer.text(), { status: answer.status, headers });
  };
  const slack = { scopes: basicScopes, customizeWithoutScope: 'ignore' } as const;
  return inSlack({ slack, client: { fetch } }, async ({ outgoing, thread, seen }) => {
    const { ts, address } = thread();
    await outgoing.deliver(outbound(address, { body: said('one') }), never);
    await outgoing.deliver(outbound(address, { body: said('two') }), never);
    expect(
      seen(HELPDESK, ts)
        .slice(1)
        .map(({ text }) => text),
    ).toEqual(['one', '*Ada:* two']);
  });
});

it('news of a failure is a note in the thread', () =>
  inSlack({}, async ({ outgoing, thread, seen }) => {
    const { ts, address } = thread();
    const failure = { code: 'expired', scope: 'message', retryable: false, human: 'it was too <old>' } as const;
    await outgoing.deliver(outbound(address, { body: { kind: 'failure', failure } }), never);
    expect(seen(HELPDESK, ts).at(-1)?.text).toBe(
      ':warning: Your message could not be delivered: it was too &lt;old&gt;.',
    );
  }));

it('one status message goes through all of a conversation, edited in place', () =>
  inSlack({}, async ({ outgoing, thread, seen }) => {
    const { ts, address } = thread();
    const shown: string[] = [];
    let adapterState: AdapterState | null = null;
    for (const status of ['waiting', 'joined', 'transferred', 'left', 'ended'] as const) {
      const body = { kind: 'status', status, agentName: status === 'joined' ? 'Ada <!here>' : null } as const;
      const outcome = await outgoing.deliver(outbound(address, { body, adapterState }), never);
      expect(outcome).toMatchObject({ outcome: 'accepted' });
      adapterState = outcome.adapterState ?? null;
      expect(JSON.stringify(adapterState).length).toBeLessThan(4_096);
      const [, message, ...others] = seen(HELPDESK, ts);
      expect(others).toEqual([]);
      const actions = message?.blocks?.find(({ type }) => type === 'actions') as {
        elements?: { action_id: string; value: string }[];
      };
      shown.push([message?.text, ...(actions.elements ?? []).map((one) => `${one.action_id}=${one.value}`)].join(' '));
    }
    const open = 'trunkline_end=c_1 trunkline_transcript=c_1';
    expect(shown).toEqual([
      `⏳ You are being connected with an agent. ${open}`,
      `💬 Ada &lt;!here&gt; joined. ${open}`,
      `🔀 You are being transferred to another agent. ${open}`,
      `⏳ An agent left. You are being connected with another agent. ${open}`,
      '✅ The conversation has ended. trunkline_reopen=c_1 trunkline_transcript=c_1',
    ]);
  }));

it('a status message that somebody has deleted is posted anew', () =>
  inSlack({}, async ({ outgoing, thread, seen, slack }) => {
    const { ts, address } = thread();
    const body = (status: 'waiting' | 'joined') => ({ kind: 'status', status }) as const;
    const first = await outgoing.deliver(outbound(address, { body: body('waiting') }), never);
    const key = first.outcome === 'accepted' ? (first.key ?? '') : '';
    slack.control.people.remove({ user: 'U0ALEX0001', channel: HELPDESK, ts: key });
    const second = await outgoing.deliver(
      outbound(address, { body: body('joined'), adapterState: first.adapterState ?? null }),
      never,
    );
    expect(second).toMatchObject({
      outcome: 'accepted',
      adapterState: { status: { ts: seen(HELPDESK, ts).at(-1)?.ts } },
    });
    expect(seen(HELPDESK, ts).at(-1)?.text).toBe('💬 An agent joined.');
  }));

it('direct messages get their answers in the channel itself', () =>
  inSlack({}, async ({ outgoing, client, seen }) => {
    const { channel } = await client.conversations.open({ users: 'U0ALEX0001' });
    const place = outbound(`${TEAM}/${channel?.id}` as never, { body: said('hello') });
    expect(await outgoing.deliver(place, never)).toMatchObject({ outcome: 'accepted' });
    expect(seen(channel?.id ?? '').at(-1)).toMatchObject({ text: 'hello', username: 'Ada' });
    expect(seen(channel?.id ?? '').at(-1)).not.toHaveProperty('thread_ts');
  }));

it('refuses what is not a place in Slack, and a workspace without the app', () =>
  inSlack({}, async ({ outgoing, calls }) => {
    for (const to of ['nonsense', 'T0OTHER/C1/1700000000.000001'])
      expect(await outgoing.deliver(outbound(to as never), never)).toMatchObject({
        outcome: 'rejected',
        failure: { scope: 'message', retryable: false },
      });
    expect(outgoing.rate('nonsense' as never)).toBeNull();
    expect(outgoing.rate('T1/C1/1700000000.000001' as never)).toEqual({ key: 'T1/C1', perSecond: 1, burst: 3 });
    expect(calls()).toEqual([]);
  }));
