import { describe, expect, it } from 'vitest';
import { signal, startBench } from './bench.ts';
import { startPlainServer } from './plain-server.ts';

describe('attaching', () => {
  it('activates with the frame that says so', async () => {
    const { center, clock, events, opened, until, activations } = await startBench({
      genesys: { activationDelayMs: 2_000 },
    });
    const session = await opened();
    expect(await center.resume(session, signal)).toEqual({ outcome: 'attached', activated: false });
    expect(events).toEqual([]);
    await clock.advance(2_000);
    await until(() => activations() === 1);
    await clock.advance(10_000);
    expect(activations()).toBe(1);
  });

  it('reads the own member when that frame does not come', async () => {
    const { genesys, center, clock, events, opened, until, count, activations } = await startBench({
      genesys: { forgetOwnConnected: true },
    });
    const session = await opened();
    expect(await center.resume(session, signal)).toEqual({ outcome: 'attached', activated: false });
    genesys.control.agent.accept(session.id, { displayName: 'Bea' });
    await until(() => count('joined') === 1);
    await clock.advance(center.limits.activationProbeMs - 1);
    expect(activations()).toBe(0);
    await clock.advance(1);
    await until(() => activations() === 1);
    expect(events.map(({ type }) => type)).toEqual(['joined']);
  });

  it('goes on reading for as long as activation may take', async () => {
    const { genesys, center, clock, opened, until, activations } = await startBench({
      genesys: { forgetOwnConnected: true },
      knobs: { activationProbeMs: 1_000 },
    });
    const session = await opened();
    await center.resume(session, signal);
    genesys.control.addFault({ operation: 'members', effect: 'error', status: 500, times: 2 });
    for (let probe = 0; probe < 2; probe += 1) {
      await clock.advance(1_000);
      await until(() => clock.nextDue === clock.now() + 1_000);
    }
    expect([activations(), genesys.control.faults().length]).toEqual([0, 0]);
    await clock.advance(1_000);
    await until(() => activations() === 1);
  });

  it('again finds the chat active, and tells who is in it', async () => {
    const { genesys, another, attached, until } = await startBench();
    const session = await attached();
    const { id: key } = genesys.control.agent.accept(session.id, { displayName: 'Bea' });
    const { center, events } = await another();
    expect(await center.resume(JSON.parse(JSON.stringify(session)), signal)).toEqual({
      outcome: 'attached',
      activated: true,
    });
    await until(() => events.length === 1);
    expect(events).toEqual([{ type: 'joined', key, at: expect.any(Number), name: 'Bea' }]);
  });

  it('tells of a transfer that nobody saw', async () => {
    const { genesys, center, events, attached, until, count } = await startBench();
    const session = await attached();
    const { agent } = genesys.control;
    agent.alert(session.id);
    agent.decline(session.id);
    const { id: first } = agent.accept(session.id);
    await until(() => count('joined') === 1);
    genesys.control.dropSockets(session.id);
    await until(() => count('lost') === 1);
    const { id: second } = agent.transfer(session.id);
    await center.resume(session, signal);
    await until(() => count('joined') === 2);
    expect(events.slice(2)).toMatchObject([
      { type: 'transferred', key: first },
      { type: 'joined', key: second },
    ]);
  });

  it('replaces what was attached before', async () => {
    const { genesys, center, attached, until, count } = await startBench();
    const session = await attached();
    expect(await center.resume(session, signal)).toMatchObject({ outcome: 'attached' });
    await until(() => genesys.control.conversation(session.id).sockets === 1);
    genesys.control.agent.accept(session.id);
    genesys.control.agent.say(session.id, { text: 'hello' });
    await until(() => count('message') === 1);
    expect([count('message'), count('lost')]).toEqual([1, 0]);
  });

  it('hangs up first, as one token may have one socket only', async () => {
    const { center, attached, until, genesys } = await startBench({ genesys: { oneSocketPerToken: 'refuse' } });
    const session = await attached();
    for (let again = 0; again < 5; again += 1)
      expect(await center.resume(session, signal)).toEqual({ outcome: 'attached', activated: true });
    await until(() => genesys.control.conversation(session.id).sockets === 1);
  });

  it('asks one by one after members of whom the list says too little', async () => {
    const { genesys, another, attached, until } = await startBench();
    const session = await attached();
    const { id: key } = genesys.control.agent.accept(session.id, { displayName: 'Bea' });
    const { memberId } = session.data as { memberId: string };
    const found = new Map([
      [memberId, { role: 'CUSTOMER', state: 'CONNECTED' }],
      [key, { role: 'AGENT', state: 'CONNECTED', displayName: 'Bea' }],
    ]);
    const server = await startPlainServer(({ path }) => {
      const id = /members\/([\w-]+)$/.exec(path)?.[1];
      const body = id === undefined ? { entities: [...found.keys()].map((one) => ({ id: one })) } : found.get(id);
      return { status: 200, body: JSON.stringify(body) };
    });
    const { center, events } = await another(server.url);
    expect(await center.resume(session, signal)).toEqual({ outcome: 'attached', activated: true });
    await until(() => events.length === 1);
    expect(events).toMatchObject([{ type: 'joined', key, name: 'Bea' }]);
  });

  it('stands without knowing who is there when that cannot be read, and reads it later', async () => {
    const { genesys, clock, another, attached, until } = await startBench();
    const session = await attached();
    genesys.control.agent.accept(session.id);
    const { center, events, activations } = await another();
    genesys.control.addFault({ operation: 'members', effect: 'error', status: 503 });
    expect(await center.resume(session, signal)).toEqual({ outcome: 'attached', activated: false });
    await clock.advance(3_000);
    await until(() => events.length === 1);
    expect(events.map(({ type }) => type)).toEqual(['joined']);
    expect(activations()).toBe(1);
  });

  it('reads the own member by itself where the list is refused', async () => {
    const { genesys, another, attached } = await startBench();
    const session = await attached();
    const { center } = await another();
    genesys.control.addFault({ operation: 'members', effect: 'error', status: 400, code: 'invalid.query.param.value' });
    expect(await center.resume(session, signal)).toEqual({ outcome: 'attached', activated: true });
  });
});

describe('a chat that ended meanwhile', () => {
  it.each([1001, 4100] as const)('is over, whether the stream closes with %i', async (endedCloseCode) => {
    const { genesys, another, attached } = await startBench({ genesys: { endedCloseCode } });
    const session = await attached();
    genesys.control.end(session.id);
    const { center, events } = await another();
    expect(await center.resume(session, signal)).toEqual({ outcome: 'over', reason: 'ended' });
    expect(events).toEqual([]);
  });

  it('is over when the grace was missed', async () => {
    const { genesys, clock, center, attached, until, count } = await startBench();
    const session = await attached();
    genesys.control.dropSockets(session.id);
    await until(() => count('lost') === 1);
    await clock.advance(120_000);
    expect(genesys.control.conversation(session.id).state).toBe('ended');
    expect(await center.resume(session, signal)).toEqual({ outcome: 'over', reason: 'ended' });
  });

  it('survives a loss within the grace', async () => {
    const { genesys, clock, center, attached, send, until, count } = await startBench();
    const session = await attached();
    genesys.control.dropSockets(session.id);
    await until(() => count('lost') === 1);
    await clock.advance(119_000);
    expect(await center.resume(session, signal)).toMatchObject({ outcome: 'attached', activated: true });
    await clock.advance(10_000);
    expect(await send(session, 'still here')).toMatchObject({ outcome: 'accepted' });
  });

  it('is told when the fresh stream of one closes at once', async () => {
    const { genesys, center, opened, until, count } = await startBench();
    const session = await opened();
    genesys.control.end(session.id);
    const outcome = await center.resume(session, signal);
    if (outcome.outcome === 'attached') await until(() => count('ended') === 1);
    else expect(outcome.outcome).toBe('over');
    expect(count('lost')).toBe(0);
  });
});

describe('attaching that fails', () => {
  it.each(['refuse', 'close'] as const)('ends an expired chat when the stream does %s', async (badTokenStream) => {
    const { clock, another, attached } = await startBench({ genesys: { badTokenStream, jwtTtlS: 60 } });
    const session = await attached();
    await clock.advance(61_000);
    const { center } = await another();
    expect(await center.resume(session, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'credentials.expired', scope: 'conversation', retryable: false },
    });
  });

  it('ends a chat that is not known any more', async () => {
    const { genesys, another, attached } = await startBench();
    const session = await attached();
    const { center } = await another();
    genesys.control.addFault({ operation: 'attach', effect: 'error', status: 404, code: 'not.found' });
    genesys.control.addFault({ operation: 'member', effect: 'error', status: 404, code: 'chat.error.not.found' });
    expect(await center.resume(session, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { scope: 'conversation', retryable: false },
    });
  });

  it.each([
    ['service.unavailable', 503, undefined],
    ['too.many.requests', 429, 4_000],
    ['internal.server.error', 500, undefined],
  ])('pauses the route after %s', async (code, status, retryAfterMs) => {
    const { genesys, center, opened } = await startBench();
    const session = await opened();
    const wish = retryAfterMs === undefined ? {} : { retryAfterS: retryAfterMs / 1_000 };
    genesys.control.addFault({ operation: 'attach', effect: 'error', status, code, ...wish });
    const outcome = await center.resume(session, signal);
    expect(outcome).toMatchObject({
      outcome: 'rejected',
      failure: { code: `stream.http.${status}`, scope: 'route', retryable: true },
    });
    expect(outcome.outcome === 'rejected' && outcome.failure.retryAfterMs).toBe(retryAfterMs);
    expect(await center.resume(session, signal)).toMatchObject({ outcome: 'attached' });
  });

  it('does not believe a refused handshake that the chat is over', async () => {
    const { genesys, another, attached } = await startBench();
    const session = await attached();
    const { center } = await another();
    genesys.control.addFault({ operation: 'attach', effect: 'error', status: 404, code: 'not.found' });
    expect(await center.resume(session, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'stream.http.404', scope: 'route', retryable: true },
    });
  });

  it('pauses the route when the connection breaks', async () => {
    const { genesys, center, opened } = await startBench();
    const session = await opened();
    genesys.control.addFault({ operation: 'attach', effect: 'resetBeforeWrite' });
    expect(await center.resume(session, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'stream.closed', scope: 'route', retryable: true },
    });
  });

  it('gives up a handshake that is not answered', async () => {
    const { genesys, clock, center, opened, until } = await startBench();
    const session = await opened();
    genesys.control.addFault({ operation: 'attach', effect: 'noAnswerAfterWrite' });
    const resuming = center.resume(session, signal);
    await until(() => genesys.control.faults().length === 0);
    await clock.advance(10_000);
    expect(await resuming).toMatchObject({ failure: { code: 'stream.timeout', scope: 'route', retryable: true } });
  });

  it.each(['aborted', 'released'])('is given up when it is %s', async (how) => {
    const { genesys, center, opened, until, events } = await startBench();
    const session = await opened();
    genesys.control.addFault({ operation: 'attach', effect: 'noAnswerAfterWrite' });
    const controller = new AbortController();
    const resuming = center.resume(session, controller.signal);
    await until(() => genesys.control.faults().length === 0);
    if (how === 'aborted') controller.abort();
    else center.release(session.id);
    expect(await resuming).toMatchObject({ outcome: 'rejected', failure: { retryable: true } });
    expect(events).toEqual([]);
  });

  it('never dials what the operator’s address does not vouch for', async () => {
    const { center, opened } = await startBench();
    const session = await opened();
    const data = { ...(session.data as object), eventStreamUri: 'http://127.0.0.1:1/x' };
    expect(await center.resume({ ...session, data }, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'stream.address', scope: 'conversation', retryable: false },
    });
  });
});

describe('a stream that breaks', () => {
  it('is lost, once, and not dialled again by itself', async () => {
    const { genesys, clock, attached, until, count } = await startBench();
    const session = await attached();
    genesys.control.dropSockets(session.id);
    await until(() => count('lost') === 1);
    await clock.advance(60_000);
    expect([count('lost'), genesys.control.conversation(session.id).sockets]).toEqual([1, 0]);
  });

  it('is lost when the server closes it while the chat goes on', async () => {
    const { genesys, center, opened, until, count } = await startBench();
    const session = await opened();
    genesys.control.addFault({ operation: 'attach', effect: 'errorAfterWrite' });
    await center.resume(session, signal);
    await until(() => count('lost') === 1);
    expect(count('ended')).toBe(0);
  });

  it('is lost when it has been silent for more than two and a half heartbeats', async () => {
    const { genesys, clock, attached, until, count } = await startBench({ genesys: { heartbeatMs: 0 } });
    const session = await attached();
    await clock.advance(75_000);
    expect(count('lost')).toBe(0);
    await clock.advance(5_000);
    await until(() => count('lost') === 1);
    await until(() => genesys.control.conversation(session.id).sockets === 0);
  });

  it('is told after everything that came before it', async () => {
    const { genesys, clock, events, attached, until, count } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'member', effect: 'delay', delayMs: 1_000 });
    genesys.control.agent.accept(session.id);
    genesys.control.agent.say(session.id, { text: 'hello' });
    await until(() => genesys.control.faults().length === 0);
    genesys.control.dropSockets(session.id);
    await clock.advance(1_000);
    await until(() => count('lost') === 1);
    expect(events.map(({ type }) => type)).toEqual(['joined', 'message', 'lost']);
  });
});
