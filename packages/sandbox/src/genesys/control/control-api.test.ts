import { describe, expect, it } from 'vitest';
import { memberIs, saying } from '../../../test/event-tap.ts';
import type { Reply } from '../../../test/guest.ts';
import { call, createGuest } from '../../../test/guest.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import type { GenesysSandbox } from '../start-genesys.ts';

function control(sandbox: GenesysSandbox, method: string, path: string, body?: unknown): Promise<Reply> {
  return call(sandbox.url, method, `/_sandbox${path}`, { body });
}

describe('the control API', () => {
  it('lists conversations and shows one with its messages', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    const { body: created } = await control(sandbox, 'GET', '/conversations');
    expect(created.items).toEqual([
      {
        id: guest.id,
        state: 'created',
        displayName: 'Ada',
        customFields: { plan: 'gold' },
        queue: 'Support',
        agentMode: 'echo',
        sockets: 0,
        createdAt: expect.any(String),
        endedAt: null,
        agents: [],
      },
    ]);
    const tap = await guest.attach();
    await guest.say('hi');
    await tap.until(saying('echo: hi'));
    const { body } = await control(sandbox, 'GET', `/conversations/${guest.id}`);
    expect(body).toMatchObject({ state: 'active', sockets: 1, agents: [{ state: 'CONNECTED' }] });
    expect(body.members).toEqual([
      { id: guest.memberId, role: 'CUSTOMER', displayName: 'Ada', state: 'CONNECTED' },
      { id: expect.any(String), role: 'ACD', displayName: 'Support', state: 'DISCONNECTED' },
      { id: body.agents[0].id, role: 'AGENT', displayName: 'Sandbox Agent', state: 'CONNECTED' },
    ]);
    expect(body.messages.slice(-2)).toMatchObject([
      { body: 'hi', bodyType: 'standard', sender: { id: guest.memberId, role: 'CUSTOMER', displayName: 'Ada' } },
      { body: 'echo: hi', sender: { role: 'AGENT', displayName: 'Sandbox Agent' } },
    ]);
    await control(sandbox, 'POST', `/conversations/${guest.id}/end`);
    const { body: ended } = await control(sandbox, 'GET', '/conversations');
    expect(ended.items[0]).toMatchObject({ state: 'ended', endedAt: expect.any(String) });
    const { body: active } = await control(sandbox, 'GET', '/conversations?state=active');
    expect(active.items).toEqual([]);
    const { body: over } = await control(sandbox, 'GET', '/conversations?state=ended');
    expect(over.items).toEqual(ended.items);
    const { status } = await control(sandbox, 'GET', '/conversations?state=asleep');
    expect(status).toBe(400);
  });

  it('lends a person the hands of an agent', async () => {
    const sandbox = await sandboxForTest({ agent: 'desk' });
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    const agent = (action: string, body?: unknown) =>
      control(sandbox, 'POST', `/conversations/${guest.id}/agent/${action}`, body);
    await guest.say('anybody?');
    const { body: missed } = await agent('alert', { displayName: 'Out' });
    await tap.until(memberIs(missed.id, 'ALERTING'));
    await agent('decline');
    await tap.until(memberIs(missed.id, 'DISCONNECTED'));
    const { body: kim } = await agent('accept', { displayName: 'Kim' });
    expect(kim).toMatchObject({ displayName: 'Kim', state: 'CONNECTED' });
    await tap.until(memberIs(kim.id, 'CONNECTED'));
    await agent('type');
    await tap.until(
      ({ metadata, eventBody }) => metadata?.type === 'typing-indicator' && eventBody.sender?.id === kim.id,
    );
    await agent('say', { text: 'me' });
    await agent('say', { text: 'note', bodyType: 'notice' });
    await tap.until(({ eventBody }) => eventBody.bodyType === 'notice' && eventBody.sender?.id === kim.id);
    expect((await agent('hold')).body).toEqual(kim);
    await tap.until(memberIs(kim.id, 'CONNECTED'), 2);
    const { body: lee } = await agent('transfer', { displayName: 'Lee' });
    await tap.until(memberIs(kim.id, 'DISCONNECTED'));
    await tap.until(memberIs(lee.id, 'CONNECTED'));
    expect((await guest.call('GET', `/members/${guest.memberId}`)).body.state).toBe('CONNECTED');
    await agent('leave');
    await tap.until(memberIs(guest.memberId, 'DISCONNECTED'));
    const gone = tap.frames.filter(({ eventBody }) => eventBody.member?.state === 'DISCONNECTED');
    expect(gone.slice(-2).map(({ eventBody }) => eventBody.member?.id)).toEqual([lee.id, guest.memberId]);
    expect((await guest.history()).filter((text) => text.startsWith('echo:'))).toEqual([]);
  });

  it.each<[string, string, unknown, number]>([
    ['POST', '/conversations/nobody/agent/accept', undefined, 404],
    ['GET', '/conversations/nobody', undefined, 404],
    ['GET', '/nothing', undefined, 404],
    ['POST', '/conversations/:id/agent/say', { text: 'hi' }, 409],
    ['POST', '/conversations/:id/agent/say', {}, 400],
    ['POST', '/conversations/:id/agent/leave', undefined, 409],
    ['POST', '/conversations/:id/agent/hold', undefined, 409],
    ['PUT', '/script', { steps: ['shout'] }, 400],
    ['PUT', '/script', undefined, 400],
    ['POST', '/conversations/:id/agent/decline', undefined, 409],
    ['POST', '/agent', { mode: 'robot' }, 400],
    ['POST', '/agent', '{', 400],
    ['POST', '/faults', { operation: 'message', effect: 'error', sattus: 3 }, 400],
    ['POST', '/faults/drop-sockets', { conversationId: 'nobody' }, 404],
    ['PATCH', '/knobs', { graceMs: -1 }, 400],
  ])('%s %s with %o answers %i and says why', async (method, path, body, status) => {
    const sandbox = await sandboxForTest({ agent: 'none' });
    const guest = await createGuest(sandbox);
    await guest.attach();
    const reply = await control(sandbox, method, path.replace(':id', guest.id), body);
    expect(reply).toMatchObject({ status, body: { error: expect.any(String) } });
  });

  it('refuses a second agent beside the first', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    await guest.attach();
    expect(await control(sandbox, 'POST', `/conversations/${guest.id}/agent/accept`)).toMatchObject({ status: 409 });
  });

  it('switches the agent for new conversations only', async () => {
    const sandbox = await sandboxForTest();
    const before = await createGuest(sandbox);
    await control(sandbox, 'POST', '/agent', { mode: 'none' });
    const after = await createGuest(sandbox);
    await before.attach();
    await after.attach();
    expect(sandbox.control.conversation(before.id).agents).toHaveLength(1);
    expect(sandbox.control.conversation(after.id).agents).toHaveLength(0);
  });

  it('takes a script for new conversations, shows it, and lets it go', async () => {
    const sandbox = await sandboxForTest({ agent: 'none' });
    const none = { scenarios: [] };
    const script = { steps: [{ accept: 'Kim' }, { say: 'scripted' }] };
    const before = await createGuest(sandbox);
    expect(await control(sandbox, 'GET', '/script')).toMatchObject({ status: 200, body: none });
    expect(await control(sandbox, 'PUT', '/script', script)).toMatchObject({ status: 200, body: script });
    expect((await control(sandbox, 'PUT', '/script', { steps: ['shout'] })).body.error).toContain('step 1: "shout"');
    expect((await control(sandbox, 'GET', '/script')).body).toEqual(script);
    const during = await createGuest(sandbox);
    expect((await control(sandbox, 'DELETE', '/script')).status).toBe(204);
    expect((await control(sandbox, 'GET', '/script')).body).toEqual(none);
    const after = await createGuest(sandbox);
    for (const guest of [before, during, after]) await guest.attach();
    const modes = sandbox.control.conversations().map(({ agentMode, agents }) => [agentMode, agents.length]);
    expect(modes).toEqual([
      ['none', 0],
      ['script', 1],
      ['none', 0],
    ]);
    expect(await during.history()).toContain('scripted');
  });

  it('turns knobs and keeps faults', async () => {
    const sandbox = await sandboxForTest();
    expect((await control(sandbox, 'PATCH', '/knobs', { graceMs: 5 })).body.graceMs).toBe(5);
    expect((await control(sandbox, 'GET', '/knobs')).body).toMatchObject({ graceMs: 5, agent: 'echo' });
    const { body } = await control(sandbox, 'POST', '/faults', { operation: 'message', effect: 'error', times: 3 });
    expect((await control(sandbox, 'GET', '/faults')).body.items).toEqual([{ ...body, remaining: 3 }]);
    expect((await control(sandbox, 'DELETE', '/faults')).status).toBe(204);
    expect((await control(sandbox, 'GET', '/faults')).body.items).toEqual([]);
    expect((await control(sandbox, 'POST', '/faults/drop-sockets')).body).toEqual({ dropped: 0 });
  });

  it('may be called from any page, which the guest API may not', async () => {
    const sandbox = await sandboxForTest();
    const preflight = await control(sandbox, 'OPTIONS', '/faults');
    expect(preflight.status).toBe(204);
    for (const method of ['PUT', 'DELETE']) {
      expect(preflight.headers.get('access-control-allow-methods')).toContain(method);
    }
    const health = await control(sandbox, 'GET', '/healthz');
    expect(health).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(health.headers.get('access-control-allow-origin')).toBe('*');
    const guest = await createGuest(sandbox);
    expect((await guest.call('GET', '/members')).headers.has('access-control-allow-origin')).toBe(false);
  });

  it('streams what happens, and never a token', async () => {
    const sandbox = await sandboxForTest();
    const aborter = new AbortController();
    const response = await fetch(`${sandbox.url}/_sandbox/events`, { signal: aborter.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const guest = await createGuest(sandbox);
    await guest.attach();
    await call(sandbox.url, 'GET', `/chat/jwt/${guest.jwt}`);
    await guest.say('hi');
    const text = await readUntil(response, '"echo: hi"');
    aborter.abort();
    const events = text.match(/^data: .*$/gm)?.map((line) => JSON.parse(line.slice(6))) ?? [];
    expect(text).not.toContain(guest.jwt);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'rest', method: 'POST', status: 200, text: 'hi' }));
    expect(events).toContainEqual({
      at: expect.any(String),
      kind: 'socket',
      conversationId: guest.id,
      path: '/chat/jwt/<jwt>',
      type: 'attached',
    });
  });
});

async function readUntil(response: Response, end: string): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(end)) break;
  }
  return text;
}
