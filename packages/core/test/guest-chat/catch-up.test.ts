import { describe, expect, it } from 'vitest';
import { signal, startBench } from './bench.ts';
import { startPlainServer } from './plain-server.ts';

describe('catching up', () => {
  it('shows who said what, without comings and goings, which move the cursor all the same', async () => {
    const { genesys, center, attached, send } = await startBench({ genesys: { workflowGreeting: 'Welcome!' } });
    const session = await attached();
    await send(session, 'hello');
    genesys.control.agent.accept(session.id, { displayName: 'Bea' });
    genesys.control.agent.say(session.id, { text: 'hi' });
    genesys.control.agent.transfer(session.id);
    const { messages } = genesys.control.conversation(session.id);
    const page = await center.catchUp(session, null, signal);
    expect(page).toMatchObject({
      outcome: 'page',
      entries: [
        { kind: 'agent', author: { kind: 'bot', name: 'Sandbox Flow' }, text: 'Welcome!' },
        { kind: 'own', key: messages.find(({ body }) => body === 'hello')?.id, at: expect.any(Number) },
        { kind: 'agent', author: { kind: 'agent', name: 'Bea' }, text: 'hi' },
      ],
      cursor: messages.at(-1)?.id,
      more: false,
      over: null,
    });
    expect(messages.at(-1)?.bodyType).toMatch(/^member-/);
  });

  it('comes in pages of a hundred', async () => {
    const { genesys, center, attached } = await startBench();
    const session = await attached();
    genesys.control.agent.accept(session.id);
    const before = genesys.control.conversation(session.id).messages.length;
    for (let index = 0; index < 150; index += 1) genesys.control.agent.say(session.id, { text: `${index}` });
    const first = await center.catchUp(session, null, signal);
    expect(first).toMatchObject({ more: true, over: null });
    if (first.outcome !== 'page') return;
    expect(first.entries).toHaveLength(100 - before);
    const second = await center.catchUp(session, first.cursor, signal);
    expect(second).toMatchObject({ more: false, over: null });
    expect(second.outcome === 'page' && second.entries.length).toBe(50 + before);
  });

  it('goes on after a page that is shorter but says that there is more', async () => {
    const own = { id: 'm1' };
    const said = (id: string) => ({
      id,
      sender: own,
      body: id,
      bodyType: 'standard',
      timestamp: '2026-01-01T00:00:00Z',
    });
    const server = await startPlainServer(({ path }) => {
      const rest = { entities: [said('3')], pageSize: 2 };
      const page = path.includes('after=2') ? rest : { entities: [said('1'), said('2')], pageSize: 2, next: 'token' };
      return { status: 200, body: JSON.stringify(path.includes('/messages') ? page : { state: 'CONNECTED' }) };
    });
    const { center } = await startBench({ apiUrl: server.url });
    const data = { conversationId: 'c1', memberId: 'm1', jwt: 'h.p.s', eventStreamUri: 'ws://x/x', expiresAt: null };
    const session = { transport: 'guest-chat', id: 'c1', data };
    expect(await center.catchUp(session, null, signal)).toMatchObject({ cursor: '2', more: true });
    expect(await center.catchUp(session, '2', signal)).toMatchObject({ entries: [{ key: '3' }], more: false });
  });

  it('has the last words of a chat that ends while it is read', async () => {
    const { genesys, center, attached } = await startBench();
    const session = await attached();
    genesys.control.agent.accept(session.id);
    genesys.control.agent.say(session.id, { text: 'first' });
    const stop = genesys.control.watch(({ kind, path }) => {
      if (kind !== 'rest' || !path?.includes('/messages?')) return;
      stop();
      genesys.control.agent.say(session.id, { text: 'last' });
      genesys.control.agent.leave(session.id);
    });
    const page = await center.catchUp(session, null, signal);
    expect(page).toMatchObject({ entries: [{ text: 'first' }, { text: 'last' }], more: false, over: 'ended' });
  });

  it('does not ask after the guest who was just found in the chat, but does the next time', async () => {
    const { genesys, another, attached, calls } = await startBench();
    const session = await attached();
    genesys.control.agent.accept(session.id);
    const { center } = await another();
    await center.resume(session, signal);
    const asked = calls(/\/members/);
    expect(await center.catchUp(session, null, signal)).toMatchObject({ more: false, over: null });
    expect(asked).toEqual([]);
    expect(await center.catchUp(session, null, signal)).toMatchObject({ more: false, over: null });
    expect(asked).toHaveLength(1);
  });

  it('leaves an end in between to the stream, which tells it once', async () => {
    const { genesys, another, attached, until } = await startBench();
    const session = await attached();
    genesys.control.agent.accept(session.id);
    const { center, events } = await another();
    await center.resume(session, signal);
    const stop = genesys.control.watch(({ kind, path }) => {
      if (kind !== 'rest' || !path?.includes('/messages?')) return;
      stop();
      genesys.control.agent.leave(session.id);
    });
    expect(await center.catchUp(session, null, signal)).toMatchObject({ more: false });
    await until(() => events.some(({ type }) => type === 'ended'));
    expect(await center.catchUp(session, null, signal)).toMatchObject({ over: 'ended' });
    expect(events.filter(({ type }) => type === 'ended')).toHaveLength(1);
  });

  it('works for an ended chat without attaching', async () => {
    const { genesys, another, attached, send } = await startBench();
    const session = await attached();
    await send(session, 'hello');
    genesys.control.end(session.id);
    const { center } = await another();
    expect(await center.catchUp(session, null, signal)).toMatchObject({ entries: [{ kind: 'own' }], over: 'ended' });
  });

  it('ends with the token', async () => {
    const { clock, center, attached } = await startBench({ genesys: { jwtTtlS: 60 } });
    const session = await attached();
    await clock.advance(61_000);
    expect(await center.catchUp(session, null, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'credentials.expired', scope: 'conversation', retryable: false },
    });
  });

  it.each([
    ['messages', 503, 'route', true, undefined],
    ['messages', 429, 'message', true, 5_000],
    ['member', 500, 'route', true, undefined],
    ['messages', 404, 'conversation', false, undefined],
    ['messages', 400, 'conversation', false, undefined],
  ] as const)('is rejected when %s answers %i', async (operation, status, scope, retryable, retryAfterMs) => {
    const { genesys, center, attached } = await startBench();
    const session = await attached();
    const wish = retryAfterMs === undefined ? {} : { retryAfterS: retryAfterMs / 1_000 };
    genesys.control.addFault({ operation, effect: 'error', status, ...wish });
    const outcome = await center.catchUp(session, null, signal);
    expect(outcome).toMatchObject({ outcome: 'rejected', failure: { scope, retryable } });
    expect(outcome.outcome === 'rejected' && outcome.failure.retryAfterMs).toBe(retryAfterMs);
  });

  it('is rejected when an author cannot be asked after, rather than shown without one', async () => {
    const { genesys, center: earlier, another, attached } = await startBench();
    const session = await attached();
    earlier.release(session.id);
    genesys.control.agent.accept(session.id);
    genesys.control.agent.say(session.id, { text: 'hello' });
    const { center } = await another();
    genesys.control.addFault({ operation: 'member', effect: 'resetBeforeWrite' });
    expect(await center.catchUp(session, null, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { scope: 'route', retryable: true },
    });
    expect(await center.catchUp(session, null, signal)).toMatchObject({ entries: [{ text: 'hello' }] });
  });
});
