import { describe, expect, it } from 'vitest';
import { heard, slackForTest, socketClient, webClient } from '../../../test/slack-sandbox.ts';
import type { SlackSandbox } from '../../index.ts';

const channel = 'C0HELPDSK1';

async function call({ url }: SlackSandbox, line: string, body?: unknown): Promise<{ status: number; answer: unknown }> {
  const [method = '', path = ''] = line.split(' ');
  const response = await fetch(`${url}/_sandbox${path}`, {
    method,
    ...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, answer: text === '' ? undefined : JSON.parse(text) };
}

describe('the control API', () => {
  it('shows the app and the workspaces, without secrets', async () => {
    const sandbox = await slackForTest();
    const { answer: app } = await call(sandbox, 'GET /app');
    expect(app).toMatchObject({ id: 'A0SANDBOX1', mode: 'socket', eventsUrl: null, sockets: 0 });
    const { answer: teams } = await call(sandbox, 'GET /teams');
    expect(teams).toMatchObject({
      items: [
        { domain: 'northwind', bot: { userId: 'UB0SANDBOX1' } },
        { domain: 'contoso', bot: null },
      ],
    });
    expect(JSON.stringify([app, teams])).not.toMatch(/secret|xoxb|xapp/);
  });

  it('plays a conversation from the first word to the deleted one', async () => {
    const sandbox = await slackForTest();
    const said = (await call(sandbox, 'POST /say', { user: 'alex', channel: '#helpdesk', text: 'Help' })).answer;
    const { ts } = said as { ts: string };
    await call(sandbox, 'POST /say', { user: 'sam', channel, text: 'Me too', threadTs: ts });
    await call(sandbox, 'POST /edit', { user: 'alex', channel, ts, text: 'Help, please' });
    await webClient(sandbox).chat.postEphemeral({ channel, user: 'U0ALEX0001', thread_ts: ts, text: 'Only you' });
    const thread = await call(sandbox, `GET /messages?user=alex&channel=helpdesk&threadTs=${ts}`);
    expect(thread.answer).toMatchObject({
      items: [{ text: 'Help, please', reply_count: 1 }, { text: 'Me too' }, { text: 'Only you', ephemeral: true }],
    });
    const other = await call(sandbox, `GET /messages?user=sam&channel=helpdesk&threadTs=${ts}`);
    expect(other.answer).toMatchObject({ items: [{}, {}] });
    expect((await call(sandbox, 'POST /delete', { user: 'alex', channel, ts })).answer).toEqual({ ok: true });
    expect((await call(sandbox, 'GET /messages?user=alex&channel=helpdesk')).answer).toEqual({ items: [] });
  });

  it('answers a command once the app has', async () => {
    const sandbox = await slackForTest();
    const order = { user: 'alex', channel, command: '/agent', text: 'help' };
    const { answer: alone } = await call(sandbox, 'POST /command', order);
    expect(alone).toMatchObject({ outcome: { state: 'failed', reason: 'connection_failed' } });
    expect(alone).toMatchObject({ problem: '/agent failed with the error "dispatch_failed"' });
    const socket = await socketClient(sandbox);
    const coming = heard(socket);
    const done = call(sandbox, 'POST /command', order);
    await (await coming).ack();
    expect((await done).answer).toMatchObject({ outcome: { state: 'acked' }, triggerId: expect.any(String) });
  });

  it('makes workspaces, people, channels and installs', async () => {
    const sandbox = await slackForTest();
    const plan = {
      name: 'Fabrikam',
      domain: 'fabrikam',
      people: [{ name: 'eva', realName: 'Eva Blum' }],
      channels: [],
    };
    expect((await call(sandbox, 'POST /teams', plan)).status).toBe(200);
    await call(sandbox, 'POST /teams/fabrikam/people', { name: 'max', realName: 'Max Roth' });
    const { answer } = await call(sandbox, 'POST /install', { team: 'fabrikam' });
    const made = await call(sandbox, 'POST /teams/fabrikam/channels', { name: 'help', bot: true, members: ['max'] });
    const web = webClient(sandbox, (answer as { botToken: string }).botToken);
    const { id } = made.answer as { id: string };
    expect((await web.chat.postMessage({ channel: id, text: 'Hi' })).ok).toBe(true);
    expect((await call(sandbox, 'POST /say', { user: 'eva', channel: id, text: 'x' })).status).toBe(409);
    expect((await call(sandbox, 'POST /uninstall', { team: 'fabrikam' })).status).toBe(204);
    await expect(web.auth.test()).rejects.toThrow('account_inactive');
    expect((await call(sandbox, 'POST /uninstall', { team: 'fabrikam' })).status).toBe(409);
  });

  it.each([
    ['POST /say', { user: 'alex', channel, text: '' }, 400],
    ['POST /say', { user: 'alex', channel, text: 'x', colour: 'red' }, 400],
    ['POST /say', { user: 'nobody', channel, text: 'x' }, 404],
    ['POST /say', { user: 'alex', channel: 'nowhere', text: 'x' }, 404],
    ['POST /say', { user: 'kim', channel: 'finance', text: 'x' }, 409],
    ['POST /say', { user: 'alex', channel, text: 'x', threadTs: '1.000000' }, 404],
    ['POST /command', { user: 'alex', channel, command: 'agent' }, 400],
    ['POST /submit', { viewId: 'V1' }, 404],
    ['POST /faults', { operation: 'chat.postMessage', effect: 'explode' }, 400],
    ['PATCH /knobs', { postBurst: 0 }, 400],
    ['GET /messages', undefined, 400],
    ['GET /messages?user=kim&channel=finance', undefined, 409],
    ['GET /nothing', undefined, 404],
  ])('refuses %s %j with %i', async (line, body, status) => {
    const { status: got, answer } = await call(await slackForTest(), line, body);
    expect([got, answer]).toEqual([status, { error: expect.any(String) }]);
  });

  it('adds, lists and clears faults, and strikes at once', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    await call(sandbox, 'POST /faults', { operation: 'auth.test', effect: 'error', error: 'fatal_error', times: null });
    await expect(web.auth.test()).rejects.toThrow('fatal_error');
    expect((await call(sandbox, 'GET /faults')).answer).toMatchObject({
      items: [{ operation: 'auth.test', remaining: null }],
    });
    expect((await call(sandbox, 'DELETE /faults')).status).toBe(204);
    expect((await call(sandbox, 'POST /faults/away', { how: 'unavailable' })).answer).toEqual({ how: 'unavailable' });
    await expect(web.auth.test()).rejects.toMatchObject({ statusCode: 503 });
    await call(sandbox, 'POST /faults/back');
    expect((await web.auth.test()).ok).toBe(true);
    await socketClient(sandbox);
    expect((await call(sandbox, 'POST /faults/drop-sockets', {})).answer).toEqual({ dropped: 1 });
  });

  it('begins again with a reset', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    await call(sandbox, 'POST /say', { user: 'alex', channel, text: 'Help' });
    await call(sandbox, 'PATCH /knobs', { addBlocks: false });
    await call(sandbox, 'PATCH /app', { mode: 'http', eventsUrl: 'http://127.0.0.1:9/' });
    await call(sandbox, 'POST /revoke-tokens', {});
    await expect(web.auth.test()).rejects.toThrow('token_revoked');
    expect((await call(sandbox, 'POST /reset')).status).toBe(204);
    expect((await web.auth.test()).ok).toBe(true);
    expect((await call(sandbox, `GET /messages?user=alex&channel=${channel}`)).answer).toEqual({ items: [] });
    expect((await call(sandbox, 'GET /knobs')).answer).toMatchObject({ addBlocks: true });
    expect((await call(sandbox, 'GET /app')).answer).toMatchObject({ mode: 'socket', eventsUrl: null });
  });

  it('streams what happens, and never a token', async () => {
    const sandbox = await slackForTest();
    const abort = new AbortController();
    const stream = await fetch(`${sandbox.url}/_sandbox/events`, { signal: abort.signal });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await webClient(sandbox).chat.postMessage({ channel, text: 'Hello' });
    let text = '';
    while (!text.includes('"type":"chat.postMessage"')) text += (await reader?.read())?.value ?? '';
    abort.abort();
    expect(text).toContain('"kind":"change"');
    expect(text).not.toContain('xoxb');
  });

  it('may be called from any page', async () => {
    const { url } = await slackForTest();
    const response = await fetch(`${url}/_sandbox/say`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });
});
