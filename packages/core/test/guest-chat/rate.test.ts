import { describe, expect, it } from 'vitest';
import { signal, startBench } from './bench.ts';

describe('a token that is asked too often', () => {
  it('has its sends paced when little is left, none is refused by the service, and all arrive', async () => {
    const { genesys, clock, attached, send, calls } = await startBench({ genesys: { rateLimitPerMinute: 40 } });
    const session = await attached();
    const posts = calls(/POST .*\/messages$/);
    let paced = 0;
    for (let sent = 0; sent < 50; ) {
      const outcome = await send(session, `${sent}`);
      if (outcome.outcome === 'accepted') sent += 1;
      else {
        expect(outcome).toMatchObject({
          outcome: 'rejected',
          failure: { code: 'rate.paced', scope: 'message', retryable: true, retryAfterMs: expect.any(Number) },
        });
        paced += 1;
        await clock.advance((outcome.outcome === 'rejected' && outcome.failure.retryAfterMs) || 1);
      }
    }
    expect(paced).toBeGreaterThan(0);
    expect(posts).toHaveLength(50);
    expect(
      genesys.control.conversation(session.id).messages.filter(({ bodyType }) => bodyType === 'standard'),
    ).toHaveLength(50);
  });

  it('keeps enough to attach and to read with', async () => {
    const { clock, center, attached, send } = await startBench({ genesys: { rateLimitPerMinute: 40 } });
    const session = await attached();
    for (let press = 0; press < 40; press += 1) await send(session, `${press}`);
    expect(await send(session, 'more')).toMatchObject({ outcome: 'rejected', failure: { code: 'rate.paced' } });
    expect(await center.resume(session, signal)).toMatchObject({ outcome: 'attached', activated: true });
    expect(await center.catchUp(session, null, signal)).toMatchObject({ outcome: 'page' });
    await clock.advance(60_000);
    expect(await send(session, 'more')).toMatchObject({ outcome: 'accepted' });
  });

  it('may speak although it may not tell that somebody types', async () => {
    const { clock, center, attached, send, calls } = await startBench({
      genesys: { typingThrottleMs: 10_000, rateLimitPerMinute: 300 },
    });
    const session = await attached();
    const typed = calls(/typing/);
    await center.typing(session);
    await clock.advance(3_000);
    await center.typing(session);
    expect(typed).toHaveLength(2);
    expect(await send(session, 'hello')).toMatchObject({ outcome: 'accepted' });
    await clock.advance(3_000);
    await center.typing(session);
    expect(typed).toHaveLength(2);
  });

  it('does without telling that somebody types', async () => {
    const { center, attached, send, calls } = await startBench({ genesys: { rateLimitPerMinute: 12 } });
    const session = await attached();
    const typed = calls(/typing/);
    for (let press = 0; press < 4; press += 1) await send(session, `${press}`);
    await center.typing(session);
    expect(typed).toEqual([]);
  });

  it.each([
    ['as long as it says', { retryAfterS: 7 }, 7_000],
    ['a second when it does not say', {}, 1_000],
  ])('is left alone after a 429 for %s', async (_name, wish, waitMs) => {
    const { genesys, clock, center, attached, send, calls } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'message', effect: 'error', status: 429, ...wish });
    await send(session, 'hello');
    const asked = calls(/./);
    const failure = { code: 'rate.paced', scope: 'message', retryable: true, retryAfterMs: waitMs };
    expect(await send(session, 'hello')).toEqual({
      outcome: 'rejected',
      failure: { ...failure, human: expect.any(String) },
    });
    expect(await center.catchUp(session, null, signal)).toMatchObject({ outcome: 'rejected', failure });
    await center.typing(session);
    expect(asked).toEqual([]);
    await clock.advance(waitMs);
    expect(await send(session, 'hello')).toMatchObject({ outcome: 'accepted' });
  });

  it('keeps what agents say until it may be asked who they are, and loses nothing', async () => {
    const { genesys, clock, events, attached, until, count } = await startBench();
    const { id } = await attached();
    genesys.control.addFault({ operation: 'member', effect: 'error', status: 429, retryAfterS: 20 });
    genesys.control.agent.accept(id, { displayName: 'Bea' });
    genesys.control.agent.say(id, { text: 'hello' });
    await until(() => genesys.control.faults().length === 0);
    await clock.advance(19_999);
    expect(events).toEqual([]);
    await clock.advance(1);
    await until(() => events.length === 2);
    expect(events).toMatchObject([
      { type: 'joined', name: 'Bea' },
      { text: 'hello', author: { name: 'Bea' } },
    ]);
    expect(count('lost')).toBe(0);
  });

  it('is given up when it is to wait for longer than anybody would', async () => {
    const { genesys, attached, until, count } = await startBench();
    const { id } = await attached();
    genesys.control.addFault({ operation: 'member', effect: 'error', status: 429, retryAfterS: 600 });
    genesys.control.agent.accept(id);
    await until(() => count('lost') === 1);
  });

  it('finds out who is there once it may ask again', async () => {
    const { genesys, clock, another, attached, until } = await startBench();
    const session = await attached();
    genesys.control.agent.accept(session.id);
    const { center, events, activations } = await another();
    genesys.control.addFault({ operation: 'members', effect: 'error', status: 429, retryAfterS: 60 });
    expect(await center.resume(session, signal)).toEqual({ outcome: 'attached', activated: false });
    await clock.advance(59_999);
    expect(events).toEqual([]);
    await clock.advance(3_001);
    await until(() => events.length === 1);
    expect([events.map(({ type }) => type), activations()]).toEqual([['joined'], 1]);
  });

  it('is no concern of other chats', async () => {
    const { genesys, attached, send } = await startBench();
    const [first, second] = [await attached(), await attached()];
    genesys.control.addFault({ operation: 'message', effect: 'error', status: 429, retryAfterS: 60 });
    await send(first, 'hello');
    expect(await send(second, 'hello')).toMatchObject({ outcome: 'accepted' });
  });

  it.each([
    ['no headers', { rateHeaders: false }],
    ['the other code', { rateLimitCode: 'too.many.requests.retry.after' as const }],
    ['no Retry-After', { retryAfterHeader: false }],
    ['an empty body', { rateLimitInBody: false }],
    ['a limit of the organisation', { rateLimitScope: 'organization' as const }],
  ])('gets all through with %s', async (_name, knobs) => {
    const { genesys, clock, attached, send } = await startBench({ genesys: { rateLimitPerMinute: 15, ...knobs } });
    const session = await attached();
    for (let sent = 0; sent < 20; ) {
      const outcome = await send(session, `${sent}`);
      if (outcome.outcome === 'accepted') sent += 1;
      else {
        expect(outcome).toMatchObject({ outcome: 'rejected', failure: { scope: 'message', retryable: true } });
        await clock.advance((outcome.outcome === 'rejected' && outcome.failure.retryAfterMs) || 1);
      }
    }
    expect(
      genesys.control.conversation(session.id).messages.filter(({ bodyType }) => bodyType === 'standard'),
    ).toHaveLength(20);
  });
});
