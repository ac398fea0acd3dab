import { describe, expect, it } from 'vitest';
import { startBench } from './bench.ts';
import { deadUrl, startPlainServer } from './plain-server.ts';

const session = {
  transport: 'guest-chat',
  id: 'c1',
  data: { conversationId: 'c1', memberId: 'm1', jwt: 'h.p.s', eventStreamUri: 'ws://127.0.0.1:9/x', expiresAt: null },
};

describe('sending', () => {
  it('is accepted under the message id, and comes back as our own under the same', async () => {
    const { attached, send, events, until, count } = await startBench();
    const outcome = await send(await attached(), 'hello');
    expect(outcome).toMatchObject({ outcome: 'accepted', key: expect.any(String) });
    await until(() => count('own') === 1);
    expect(events.find(({ type }) => type === 'own')).toMatchObject({
      key: outcome.outcome === 'accepted' ? outcome.key : '',
      at: expect.any(Number),
    });
    expect(count('message')).toBe(0);
  });

  it('can tell its echo before it has its answer', async () => {
    const { genesys, clock, attached, send, until, count } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'message', effect: 'delay', delayMs: 500 });
    const sending = send(session, 'hello');
    await until(() => count('own') === 1);
    await clock.advance(500);
    expect(await sending).toMatchObject({ outcome: 'accepted' });
  });

  it('marks what the bridge says as a notice', async () => {
    const { center, genesys, attached } = await startBench();
    const session = await attached();
    const text = 'The customer did not get your last message.';
    expect(await center.send(session, { kind: 'notice', text }, new AbortController().signal)).toMatchObject({
      outcome: 'accepted',
    });
    const written = genesys.control.conversation(session.id).messages.at(-1);
    expect(written).toMatchObject({ body: text, bodyType: 'notice' });
  });

  it('before anybody is attached is not active yet', async () => {
    const { opened, send } = await startBench();
    expect(await send(await opened(), 'too early')).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'chat.error.conversation.state', scope: 'conversation' },
    });
  });

  it.each([
    [400, 'chat.error.conversation.state', 'conversation', true],
    [400, 'chat.error.member.state', 'conversation', true],
    [400, 'chat.error.bad.request', 'message', false],
    [400, 'chat.error.notnull.createconversationmessagerequest.body', 'message', false],
    [413, 'request.entity.too.large', 'message', false],
    [415, 'unsupported.media.type', 'message', false],
    [401, 'credentials.expired', 'conversation', false],
    [404, 'chat.error.not.found', 'conversation', false],
    [401, 'bad.credentials', 'conversation', false],
    [401, 'authentication.required', 'conversation', false],
    [401, 'ip.not.authorized', 'route', true],
    [403, 'not.authorized', 'route', true],
    [503, 'service.unavailable', 'route', true],
  ] as const)('is rejected after %i %s with scope %s', async (status, code, scope, retryable) => {
    const { genesys, attached, send } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'message', effect: 'error', status, code });
    expect(await send(session, 'hello')).toMatchObject({ outcome: 'rejected', failure: { code, scope, retryable } });
    expect(genesys.control.conversation(session.id).messages.map(({ body }) => body)).not.toContain('hello');
    expect(await send(session, 'hello')).toMatchObject({ outcome: 'accepted' });
  });

  it('is rejected for a text that is too long, and only that text', async () => {
    const { attached, send } = await startBench();
    const session = await attached();
    expect(await send(session, 'x'.repeat(4_001))).toMatchObject({
      outcome: 'rejected',
      failure: { scope: 'message', retryable: false },
    });
    expect(await send(session, 'x'.repeat(4_000))).toMatchObject({ outcome: 'accepted' });
  });

  it.each([
    ['Retry-After', { retryAfterS: 9 }, 9_000],
    ['nothing', {}, 1_000],
  ])('that is throttled waits by %s, whatever other chats do', async (_name, wish, retryAfterMs) => {
    const { genesys, attached, send } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'message', effect: 'error', status: 429, ...wish });
    expect(await send(session, 'hello')).toMatchObject({
      outcome: 'rejected',
      failure: { scope: 'message', retryable: true, retryAfterMs },
    });
  });

  it('that is throttled waits for the reset of the window', async () => {
    const server = await startPlainServer(() => ({ status: 429, body: '', headers: { 'inin-ratelimit-reset': '12' } }));
    const { send } = await startBench({ apiUrl: server.url });
    expect(await send(session, 'hello')).toMatchObject({ outcome: 'rejected', failure: { retryAfterMs: 12_000 } });
  });

  it.each([
    [500, 'chat.error'],
    [504, 'request.timeout'],
    [408, 'client.timeout'],
    [502, 'bad.gateway'],
  ])('is unknown after %i, since it may have been written', async (status, code) => {
    const { genesys, attached, send } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'message', effect: 'errorAfterWrite', status, code });
    expect(await send(session, 'hello')).toMatchObject({ outcome: 'unknown', failure: { code } });
    expect(genesys.control.conversation(session.id).messages.at(-1)).toMatchObject({ body: 'hello' });
  });

  it.each(['resetBeforeWrite', 'resetAfterWrite'] as const)('is unknown after %s', async (effect) => {
    const { genesys, attached, send } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'message', effect });
    expect(await send(session, 'hello')).toMatchObject({ outcome: 'unknown' });
  });

  it.each(['noAnswerAfterWrite', 'lateWrite'] as const)('is unknown at its deadline after %s', async (effect) => {
    const { genesys, clock, center, attached, send, until } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'message', effect, delayMs: 12_000 });
    const sending = send(session, 'hello');
    await until(() => genesys.control.faults().length === 0);
    await clock.advance(center.limits.sendTimeoutMs);
    expect(await sending).toMatchObject({ outcome: 'unknown', failure: { code: 'network.timeout' } });
  });

  it('is unknown when whoever asked for it gives up', async () => {
    const { genesys, center, attached, until } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'message', effect: 'noAnswerAfterWrite' });
    const controller = new AbortController();
    const sending = center.send(session, { kind: 'standard', text: 'hello' }, controller.signal);
    await until(() => genesys.control.faults().length === 0);
    controller.abort();
    expect(await sending).toMatchObject({ outcome: 'unknown', failure: { code: 'request.aborted' } });
    expect(await center.send(session, { kind: 'standard', text: 'x' }, controller.signal)).toMatchObject({
      outcome: 'rejected',
    });
  });

  it.each([
    ['an unreadable 200', { status: 200, body: 'OK' }],
    ['a 200 without an id', { status: 200, body: '{}' }],
    ['a redirect', { status: 302, body: '', headers: { location: '/' } }],
    ['a 503 in words that are not the API’s', { status: 503, body: '<html>try later</html>' }],
    ['a 503 in other JSON', { status: 503, body: '{"error":"upstream"}' }],
  ])('is unknown after %s', async (_name, answer) => {
    const server = await startPlainServer(() => answer);
    const { send } = await startBench({ apiUrl: server.url });
    expect(await send(session, 'hello')).toMatchObject({ outcome: 'unknown' });
  });

  it('that reaches nobody was certainly not written', async () => {
    const { send } = await startBench({ apiUrl: await deadUrl() });
    expect(await send(session, 'hello')).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'network.ECONNREFUSED', scope: 'route', retryable: true },
    });
  });

  it('takes the code of an error only if it looks like one', async () => {
    const body = JSON.stringify({ code: 'hello Ann, call +15550100', status: 400 });
    const server = await startPlainServer(() => ({ status: 400, body }));
    const { send } = await startBench({ apiUrl: server.url });
    expect(await send(session, 'hello')).toMatchObject({ failure: { code: 'http.400', scope: 'message' } });
  });

  it('proves that the chat is active: nobody needs to be asked any more', async () => {
    const { genesys, clock, center, opened, send, activations } = await startBench({
      genesys: { forgetOwnConnected: true },
    });
    const session = await opened();
    await center.resume(session, new AbortController().signal);
    expect(await send(session, 'hello')).toMatchObject({ outcome: 'accepted' });
    genesys.control.addFault({ operation: 'members', effect: 'error' });
    await clock.advance(10_000);
    expect([activations(), genesys.control.faults().length]).toEqual([0, 1]);
  });
});
