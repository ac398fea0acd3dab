import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/manual-clock.ts';
import { requestUrl } from '../../../test/request-url.ts';
import type { Heard } from '../../../test/slack-sandbox.ts';
import { heard, slackForTest, socketClient, webClient } from '../../../test/slack-sandbox.ts';

const channel = 'C0HELPDSK1';

async function app(options: Parameters<typeof slackForTest>[0] = {}) {
  const sandbox = await slackForTest(options);
  const { people } = sandbox.control;
  return { sandbox, people, web: webClient(sandbox), socket: await socketClient(sandbox) };
}

const modal = (callbackId: string, more: object = {}) => ({
  type: 'modal' as const,
  callback_id: callbackId,
  private_metadata: 'kept',
  title: { type: 'plain_text' as const, text: 'Ask an agent' },
  submit: { type: 'plain_text' as const, text: 'Ask' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'topic',
      label: { type: 'plain_text' as const, text: 'Topic' },
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
    {
      type: 'input' as const,
      block_id: 'queue',
      label: { type: 'plain_text' as const, text: 'Queue' },
      element: {
        type: 'static_select' as const,
        action_id: 'choice',
        options: ['it', 'hr'].map((value) => ({ text: { type: 'plain_text' as const, text: value }, value })),
      },
    },
  ],
  ...more,
});

describe('a slash command', () => {
  it('comes with all that the app answers by', async () => {
    const { sandbox, people, socket } = await app();
    const coming = heard(socket);
    const done = people.command({ user: 'alex', channel, command: '/agent', text: 'laptop of @sam is broken' });
    const { type, body, ack, accepts_response_payload: accepts } = await coming;
    expect([type, accepts]).toEqual(['slash_commands', true]);
    expect(body).toMatchObject({
      command: '/agent',
      text: 'laptop of <@U0SAM00001|sam> is broken',
      team_id: 'T0SANDBOX1',
      team_domain: 'northwind',
      channel_id: channel,
      channel_name: 'helpdesk',
      user_id: 'U0ALEX0001',
      user_name: 'alex',
      api_app_id: 'A0SANDBOX1',
    });
    await ack({ text: 'Looking for an agent' });
    expect(await done).toMatchObject({ outcome: { state: 'acked' }, responseUrl: body.response_url });
    expect(sandbox.control.messages({ user: 'alex', channel })).toMatchObject([
      { text: 'Looking for an agent', ephemeral: true, bot_id: 'B0SANDBOX1' },
    ]);
  });

  it('is a form when it comes by HTTP, and its answer may be for all', async () => {
    const target = await requestUrl(() => ({ status: 200, body: { response_type: 'in_channel', text: 'On it' } }));
    const sandbox = await slackForTest({ eventsUrl: target.url });
    const result = await sandbox.control.people.command({ user: 'alex', channel, command: '/agent', text: 'a & b' });
    const posted = await target.next();
    expect(posted.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(posted.body).get('text')).toBe('a &amp; b');
    expect(result).not.toHaveProperty('problem');
    expect(sandbox.control.messages({ user: 'sam', channel })).toMatchObject([{ text: 'On it' }]);
  });

  it.each([
    [undefined, 'operation_timeout'],
    [{ status: 500 }, 'dispatch_failed'],
  ])('that is answered with %j failed with %s and is not tried again', async (reply, why) => {
    const clock = new ManualClock();
    const target = await requestUrl(() => reply);
    const sandbox = await slackForTest({ clock, eventsUrl: target.url });
    const done = sandbox.control.people.command({ user: 'alex', channel, command: '/agent' });
    await target.next();
    if (reply === undefined) clock.advance(3_000);
    expect((await done).problem).toContain(why);
    expect(clock.pending).toBe(0);
  });

  it('may be answered with what cannot be shown', async () => {
    const target = await requestUrl(() => ({ status: 200, body: { text: '' } }));
    const sandbox = await slackForTest({ eventsUrl: target.url });
    const { problem } = await sandbox.control.people.command({ user: 'alex', channel, command: '/agent' });
    expect(problem).toContain('no_text');
  });

  it('can name a charset, as proxies do', async () => {
    const target = await requestUrl(() => ({ status: 200 }));
    const sandbox = await slackForTest({ eventsUrl: target.url, formCharset: true });
    await sandbox.control.people.command({ user: 'alex', channel, command: '/agent' });
    expect((await target.next()).headers['content-type']).toBe('application/x-www-form-urlencoded; charset=utf-8');
  });

  it('reaches only channels that the person is in', async () => {
    const { people } = await app();
    expect(() => people.command({ user: 'kim', channel: 'finance', command: '/agent' })).toThrow('not in finance');
  });
});

describe('a response_url', () => {
  const answer = (url: string, body: object) => {
    const headers = { 'Content-Type': 'application/json' };
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  };

  it('answers five times in half an hour', async () => {
    const clock = new ManualClock();
    const { sandbox, people, socket } = await app({ clock });
    socket.on('slack_event', ({ ack }: Heard) => ack());
    const { responseUrl: url = '' } = await people.command({ user: 'alex', channel, command: '/agent' });
    for (let use = 0; use < 5; use += 1) expect((await answer(url, { text: `${use}` })).status).toBe(200);
    const sixth = await answer(url, { text: 'too much' });
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(sandbox.control.messages({ user: 'alex', channel })).toHaveLength(5);
    const { responseUrl: other = '' } = await people.command({ user: 'alex', channel, command: '/agent' });
    clock.advance(1_800_001);
    expect(await (await answer(other, { text: 'late' })).json()).toEqual({ ok: false, error: 'expired_url' });
  });

  it('replaces or removes what a button is on', async () => {
    const { sandbox, people, socket, web } = await app();
    socket.on('slack_event', ({ ack }: Heard) => ack());
    const elements = [
      { type: 'button' as const, action_id: 'end', text: { type: 'plain_text' as const, text: 'End' } },
    ];
    const blocks = [{ type: 'actions' as const, elements }];
    const { ts = '' } = await web.chat.postMessage({ channel, text: 'Waiting', blocks });
    const { responseUrl: url = '' } = await people.click({ user: 'alex', channel, ts, actionId: 'end' });
    await answer(url, { replace_original: true, text: 'Ended' });
    expect(sandbox.control.messages({ user: 'sam', channel })).toMatchObject([{ ts, text: 'Ended' }]);
    await answer(url, { delete_original: true });
    expect(sandbox.control.messages({ user: 'sam', channel })).toEqual([]);
  });
});

describe('a button', () => {
  it('tells the app where it is and what it means', async () => {
    const { people, socket, web } = await app();
    const elements = [
      { type: 'button' as const, action_id: 'end', value: 'c-1', text: { type: 'plain_text' as const, text: 'End' } },
    ];
    const root = people.say({ user: 'alex', channel, text: 'Help' });
    const coming = heard(socket, ({ type }) => type === 'interactive');
    const blocks = [{ type: 'actions' as const, block_id: 'buttons', elements }];
    const { ts = '' } = await web.chat.postMessage({ channel, text: 'Waiting', blocks, thread_ts: root.ts });
    const done = people.click({ user: 'sam', channel, ts, actionId: 'end' });
    const { body, ack } = await coming;
    expect(body).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0SAM00001', username: 'sam', team_id: 'T0SANDBOX1' },
      team: { id: 'T0SANDBOX1', domain: 'northwind' },
      channel: { id: channel, name: 'helpdesk' },
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false, thread_ts: root.ts },
      message: { ts, thread_ts: root.ts },
      actions: [{ type: 'button', action_id: 'end', block_id: 'buttons', value: 'c-1' }],
      trigger_id: expect.any(String),
      response_url: expect.stringContaining('/actions/T0SANDBOX1/'),
    });
    await ack();
    expect((await done).outcome.state).toBe('acked');
    await expect(async () => people.click({ user: 'sam', channel, ts, actionId: 'other' })).rejects.toThrow('other');
  });
});

describe('a shortcut', () => {
  it('hands over the message that it is on', async () => {
    const { people, socket } = await app();
    const { ts } = people.say({ user: 'sam', channel, text: 'My screen is black' });
    const coming = heard(socket, ({ type }) => type === 'interactive');
    const done = people.shortcut({ user: 'alex', callbackId: 'ask_agent', channel, ts });
    const { body, ack } = await coming;
    expect(body).toMatchObject({
      type: 'message_action',
      callback_id: 'ask_agent',
      message_ts: ts,
      message: { text: 'My screen is black', user: 'U0SAM00001' },
      channel: { id: channel },
      user: { id: 'U0ALEX0001' },
    });
    await ack();
    expect(await done).toHaveProperty('responseUrl');
  });

  it('opens a modal, which is filled in, refused, changed and closed', async () => {
    const { sandbox, people, socket, web } = await app();
    const shortcut = heard(socket);
    const called = people.shortcut({ user: 'alex', callbackId: 'ask_agent' });
    const { body, ack } = await shortcut;
    expect(body).toMatchObject({ type: 'shortcut', callback_id: 'ask_agent' });
    const { view } = await web.views.open({ trigger_id: body.trigger_id, view: modal('ask') });
    await ack();
    await called;
    const viewId = view?.id ?? '';
    expect(sandbox.control.views('alex')).toMatchObject([{ id: viewId, callback_id: 'ask', private_metadata: 'kept' }]);

    const submit = async (values: Record<string, Record<string, string>>, response: object) => {
      const coming = heard(socket);
      const done = people.submit(viewId, values);
      const event = await coming;
      await event.ack(response);
      return { result: await done, body: event.body };
    };
    const refused = await submit({}, { response_action: 'errors', errors: { topic: 'Say more' } });
    expect(refused.result.errors).toEqual({ topic: 'Say more' });
    expect(refused.body.view.state.values.topic).toEqual({ text: { type: 'plain_text_input', value: null } });

    const hash = sandbox.control.views('alex')[0]?.hash ?? '';
    await web.views.update({ view_id: viewId, hash, view: modal('ask again') });
    await expect(web.views.update({ view_id: viewId, hash, view: modal('late') })).rejects.toThrow('hash_conflict');

    const values = { topic: { text: 'Laptop' }, queue: { choice: 'it' } };
    const taken = await submit(values, {});
    expect(taken.body).toMatchObject({
      type: 'view_submission',
      view: {
        id: viewId,
        callback_id: 'ask again',
        state: {
          values: {
            topic: { text: { value: 'Laptop' } },
            queue: { choice: { type: 'static_select', selected_option: { value: 'it' } } },
          },
        },
      },
    });
    expect(sandbox.control.views('alex')).toEqual([]);
  });

  it('opens a modal once, and soon', async () => {
    const clock = new ManualClock();
    const { sandbox, people, socket, web } = await app({ clock });
    socket.on('slack_event', ({ ack }: Heard) => ack());
    const trigger = async () => (await people.shortcut({ user: 'alex', callbackId: 'ask_agent' })).triggerId;
    const open = (id: string) => web.views.open({ trigger_id: id, view: modal('ask') });
    const used = await trigger();
    await open(used);
    await expect(open(used)).rejects.toThrow('exchanged_trigger_id');
    await expect(open('1.2.3')).rejects.toThrow('invalid_arguments');
    const old = await trigger();
    clock.advance(3_001);
    await expect(open(old)).rejects.toThrow('expired_trigger_id');
    sandbox.control.turn({ expiredTriggerError: 'trigger_expired' });
    await expect(open(old)).rejects.toThrow('trigger_expired');
    const other = await trigger();
    await expect(
      web.views.open({ trigger_id: other, view: { ...modal('a'), title: { type: 'plain_text', text: '' } } }),
    ).rejects.toThrow('invalid_arguments');
  });

  it('opens another modal on top, changes it, and closes all', async () => {
    const { sandbox, people, socket, web } = await app();
    const shortcut = heard(socket);
    const called = people.shortcut({ user: 'alex', callbackId: 'ask_agent' });
    const { body, ack } = await shortcut;
    await web.views.open({ trigger_id: body.trigger_id, view: modal('first') });
    await ack();
    await called;
    const submit = async (response: object) => {
      const coming = heard(socket);
      const done = people.submit(sandbox.control.views('alex').at(-1)?.id ?? '');
      await (await coming).ack(response);
      return done;
    };
    const open = () => sandbox.control.views('alex').map((view) => view['callback_id']);
    await submit({ response_action: 'push', view: modal('second') });
    expect(open()).toEqual(['first', 'second']);
    await submit({ response_action: 'update', view: modal('third') });
    expect(open()).toEqual(['first', 'third']);
    expect((await submit({ response_action: 'update', view: {} })).problem).toContain('invalid_arguments');
    await submit({ response_action: 'clear' });
    expect(open()).toEqual([]);
  });

  it('tells of a modal that is closed, if the app wants to know', async () => {
    const { sandbox, people, socket, web } = await app();
    const shortcut = heard(socket);
    const called = people.shortcut({ user: 'alex', callbackId: 'ask_agent' });
    const { body, ack } = await shortcut;
    await web.views.open({ trigger_id: body.trigger_id, view: modal('ask', { notify_on_close: true }) });
    await ack();
    await called;
    const coming = heard(socket);
    const closed = people.close(sandbox.control.views('alex')[0]?.id ?? '');
    const event = await coming;
    expect(event.body).toMatchObject({ type: 'view_closed', view: { callback_id: 'ask' }, is_cleared: false });
    await event.ack();
    await closed;
    expect(sandbox.control.views('alex')).toEqual([]);
  });
});
