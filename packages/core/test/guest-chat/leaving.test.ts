import { describe, expect, it } from 'vitest';
import { signal, startBench } from './bench.ts';

describe('ending a chat', () => {
  it('leaves it, then hangs up, and tells nothing of it', async () => {
    const { genesys, center, events, attached, until } = await startBench();
    const session = await attached();
    expect(await center.end(session, signal)).toEqual({ outcome: 'ended' });
    expect(genesys.control.conversation(session.id).state).toBe('ended');
    await until(() => genesys.control.conversation(session.id).sockets === 0);
    expect(events.map(({ type }) => type)).toEqual([]);
  });

  it('works for one that nobody ever attached to', async () => {
    const { genesys, center, opened } = await startBench();
    const session = await opened();
    expect(await center.end(session, signal)).toEqual({ outcome: 'ended' });
    expect(genesys.control.conversation(session.id).state).toBe('ended');
  });

  it.each([
    [400, 'chat.error.conversation.state'],
    [400, 'chat.error.member.state'],
    [404, 'chat.error.not.found'],
    [401, 'credentials.expired'],
    [401, 'bad.credentials'],
  ])('is a success after %i %s', async (status, code) => {
    const { genesys, center, attached } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'leave', effect: 'error', status, code });
    expect(await center.end(session, signal)).toEqual({ outcome: 'ended' });
  });

  it.each([
    [503, 'service.unavailable', 'route'],
    [500, 'chat.error', 'route'],
    [429, 'too.many.requests', 'message'],
    [401, 'ip.not.authorized', 'route'],
  ])('may be tried again after %i %s, and stays attached until then', async (status, code, scope) => {
    const { genesys, clock, center, attached, count, until } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'leave', effect: 'error', status, code });
    expect(await center.end(session, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { code, scope, retryable: true },
    });
    genesys.control.agent.accept(session.id);
    await clock.advance(1_000);
    await until(() => count('joined') === 1);
    expect(await center.end(session, signal)).toEqual({ outcome: 'ended' });
  });

  it('tells the end that came although the answer did not', async () => {
    const { genesys, center, attached, until, count } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'leave', effect: 'errorAfterWrite', status: 500 });
    expect(await center.end(session, signal)).toMatchObject({ outcome: 'rejected' });
    await until(() => count('ended') === 1);
    expect(await center.end(session, signal)).toEqual({ outcome: 'ended' });
  });
});

describe('typing', () => {
  it('is told at most every three seconds for each chat, and only while attached', async () => {
    const { genesys, clock, center, opened, attached } = await startBench();
    let told = 0;
    genesys.control.watch(({ method, path }) => {
      if (method === 'POST' && path?.endsWith('/typing')) told += 1;
    });
    const [waiting, session] = [await opened(), await attached()];
    await center.typing(waiting);
    expect(told).toBe(0);
    await center.typing(session);
    await center.typing(session);
    await clock.advance(2_999);
    await center.typing(session);
    expect(told).toBe(1);
    await clock.advance(1);
    await center.typing(session);
    expect(told).toBe(2);
    await center.resume(waiting, signal);
    await center.typing(waiting);
    expect(told).toBe(3);
  });

  it.each(['error', 'resetBeforeWrite'] as const)('that fails with %s is nobody’s concern', async (effect) => {
    const { genesys, center, events, attached } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'typing', effect, status: 500 });
    await expect(center.typing(session)).resolves.toBeUndefined();
    expect(genesys.control.faults()).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual([]);
  });
});

describe('letting go', () => {
  it('closes the stream and leaves the chat to whoever comes next', async () => {
    const { genesys, center, attached, until, count } = await startBench();
    const session = await attached();
    center.release(session.id);
    center.release(session.id);
    await until(() => genesys.control.conversation(session.id).sockets === 0);
    expect([genesys.control.conversation(session.id).state, count('lost')]).toEqual(['active', 0]);
  });

  it('of everything leaves no timer, no socket and no request behind', async () => {
    const { genesys, clock, center, opened, attached, send, until } = await startBench({
      genesys: { heartbeatMs: 0, graceMs: 0 },
    });
    const session = await attached();
    const other = await opened();
    await center.resume(other, signal);
    genesys.control.addFault({ operation: 'message', effect: 'noAnswerAfterWrite' });
    const sending = send(session, 'hello');
    await until(() => genesys.control.faults().length === 0);
    expect(clock.armed).toBeGreaterThan(0);
    await center.stop();
    expect(await sending).toMatchObject({ outcome: 'unknown' });
    expect(clock.armed).toBe(0);
    expect(await send(session, 'too late')).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'transport.stopped' },
    });
    expect(await center.resume(other, signal)).toMatchObject({ outcome: 'rejected' });
  });

  it('and all the rest writes no token into a log', async () => {
    const { genesys, center, clock, logged, attached, send, until, count } = await startBench();
    const session = await attached();
    await send(session, 'a secret');
    genesys.control.addFault({ operation: 'any', effect: 'error', status: 500, times: 2 });
    await send(session, 'another secret');
    genesys.control.dropSockets();
    await until(() => count('lost') === 1);
    await center.resume(session, signal);
    await clock.advance(30_000);
    const { jwt } = session.data as { jwt: string };
    for (const line of logged) expect(line).not.toMatch(new RegExp(`secret|${jwt.split('.')[2]}`));
  });
});
