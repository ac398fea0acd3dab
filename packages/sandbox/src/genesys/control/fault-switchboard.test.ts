import { describe, expect, it } from 'vitest';
import { memberIs, saying, tapEvents, wordsOf } from '../../../test/event-tap.ts';
import type { Reply } from '../../../test/guest.ts';
import { call, createGuest, goodCreate, guestBase } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import { socketClosed } from '../../../test/trace-tap.ts';
import type { GenesysSandbox } from '../start-genesys.ts';

function post(sandbox: GenesysSandbox, command: string, body?: unknown): Promise<Reply> {
  return call(sandbox.url, 'POST', `/_sandbox/faults/${command}`, { body });
}

describe('sockets', () => {
  it('are dropped, those of one chat or all of them', async () => {
    const sandbox = await sandboxForTest();
    const [guest, other] = [await createGuest(sandbox), await createGuest(sandbox)];
    const [tap, otherTap] = [await guest.attach(), await other.attach()];
    const closed = socketClosed(sandbox);
    expect(sandbox.control.dropSockets(guest.id)).toBe(1);
    expect((await tap.closed).code).toBe(1006);
    await closed;
    expect((await post(sandbox, 'drop-sockets')).body).toEqual({ dropped: 1 });
    expect((await otherTap.closed).code).toBe(1006);
  });

  it('are dropped with a close code', async () => {
    const sandbox = await sandboxForTest({ socketClosingFrame: true });
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    await post(sandbox, 'drop-sockets', { conversationId: guest.id, code: 1012, reason: 'Service restart' });
    expect(await tap.closed).toEqual({ code: 1012, reason: 'Service restart' });
    expect(tap.frames.at(-1)?.topicName).toBe('v2.system.socket_closing');
  });

  it.each([1006, 999, 2500, 5000])('are not dropped with %i, which nobody can send', async (code) => {
    expect((await post(await sandboxForTest(), 'drop-sockets', { code })).status).toBe(400);
  });

  it('stall: open, but without frames, heartbeats and pongs until they are revived', async () => {
    const clock = new ManualClock();
    const sandbox = await sandboxForTest({ clock });
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    await tap.until(({ eventBody }) => eventBody.bodyType === 'member-leave');
    const before = tap.frames.length;
    expect((await post(sandbox, 'stall-sockets', { conversationId: guest.id })).body).toEqual({ stalled: 1 });
    let ponged = false;
    void tap.ping().then(() => {
      ponged = true;
    });
    await guest.say('lost');
    clock.advance(60_000);
    const fresh = await guest.attach();
    await guest.say('heard by the new one');
    await fresh.until(saying('echo: heard by the new one'));
    expect((await post(sandbox, 'revive-sockets')).body).toEqual({ revived: 1 });
    expect(ponged).toBe(false);
    await tap.ping();
    await guest.say('back');
    await tap.until(saying('echo: back'));
    expect(wordsOf(tap.frames.slice(before))).toEqual(['back', 'echo: back']);
    expect(sandbox.control.conversation(guest.id).sockets).toBe(2);
  });

  it('get any text at all', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    const text = JSON.stringify({ topicName: 'v2.unheard.of', eventBody: {}, metadata: { type: 'surprise' } });
    expect((await post(sandbox, 'send-text', { conversationId: guest.id, text })).body).toEqual({ sent: 1 });
    await tap.until(({ topicName }) => topicName === 'v2.unheard.of');
  });
});

describe('tokens', () => {
  it('expire now: calls and new sockets are refused, open ones stay', async () => {
    const sandbox = await sandboxForTest();
    const [guest, other] = [await createGuest(sandbox), await createGuest(sandbox)];
    const tap = await guest.attach();
    expect((await post(sandbox, 'expire-tokens', { conversationId: guest.id })).body).toEqual({ expired: 1 });
    for (const reply of [await guest.say('hi'), await guest.call('GET', '/messages'), await guest.leave()]) {
      expect(reply).toMatchObject({ status: 401, body: { code: 'credentials.expired' } });
    }
    await expect(tapEvents(guest.eventStreamUri)).rejects.toThrow('401');
    sandbox.control.agent.say(guest.id, { text: 'still heard' });
    await tap.until(saying('still heard'));
    expect((await other.call('GET', '/members')).status).toBe(200);
    expect(sandbox.control.fault.expireTokens()).toBe(2);
    expect((await other.call('GET', '/members')).status).toBe(401);
  });
});

describe('ending a chat', () => {
  it.each([
    ['agent', ['AGENT', 'CUSTOMER']],
    ['silence', ['CUSTOMER', 'AGENT']],
    ['system', ['CUSTOMER', 'AGENT']],
  ] as const)('by %s', async (by, order) => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    const agentId = sandbox.control.conversation(guest.id).agents[0]?.id ?? '';
    expect((await post(sandbox, 'end', { conversationId: guest.id, by })).body).toEqual({ by });
    await tap.until(memberIs(order[1] === 'AGENT' ? agentId : guest.memberId, 'DISCONNECTED'));
    const ids = tap.frames.flatMap(({ eventBody: { member } }) => (member?.state === 'DISCONNECTED' ? member.id : []));
    expect(ids.slice(-2).map((id) => (id === agentId ? 'AGENT' : 'CUSTOMER'))).toEqual(order);
    expect((await guest.say('late')).body.code).toBe('chat.error.conversation.state');
  });

  it.each([
    ['agent', 409],
    ['silence', 409],
    ['system', 200],
  ])('without an agent: by %s answers %i', async (by, status) => {
    const sandbox = await sandboxForTest({ agent: 'none' });
    const guest = await createGuest(sandbox);
    await guest.attach();
    expect((await post(sandbox, 'end', { conversationId: guest.id, by })).status).toBe(status);
  });
});

it('forget-connected: the own CONNECTED of one chat is lost, once', async () => {
  const sandbox = await sandboxForTest();
  const [guest, other] = [await createGuest(sandbox), await createGuest(sandbox)];
  await post(sandbox, 'forget-connected', { conversationId: guest.id });
  for (const [chat, isTold] of [
    [other, true],
    [guest, false],
  ] as const) {
    const tap = await chat.attach();
    await tap.until(({ eventBody }) => eventBody.member?.state === 'ALERTING');
    expect(tap.frames.some(memberIs(chat.memberId, 'CONNECTED'))).toBe(isTold);
  }
  expect(sandbox.control.faults()).toEqual([]);
});

describe('away', () => {
  it.each([
    ['unavailable', 503, 'application/json'],
    ['gateway', 503, 'text/html'],
  ] as const)('%s: everything is a %i in %s, until it is back', async (how, status, type) => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    await post(sandbox, 'away', { how });
    for (const path of [guestBase, `${guestBase}/${guest.id}/members`, '/anything']) {
      const response = await fetch(`${sandbox.url}${path}`, { method: path === guestBase ? 'POST' : 'GET' });
      expect([response.status, response.headers.get('content-type')]).toEqual([status, expect.stringContaining(type)]);
    }
    await expect(guest.attach()).rejects.toThrow('503');
    sandbox.control.agent.say(guest.id, { text: 'open sockets stay' });
    await tap.until(saying('open sockets stay'));
    expect((await post(sandbox, 'back')).body).toEqual({ broken: 0 });
    expect((await guest.say('hi')).status).toBe(200);
    await guest.attach();
  });

  it('reset: every connection breaks', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    expect((await post(sandbox, 'away')).body).toEqual({ how: 'reset' });
    await expect(call(sandbox.url, 'POST', guestBase, { body: goodCreate })).rejects.toThrow('fetch failed');
    await expect(guest.attach()).rejects.toThrow(/hang up|ECONNRESET/);
    sandbox.control.fault.back();
    expect((await guest.call('GET', '/members')).status).toBe(200);
    expect(sandbox.control.conversations()).toHaveLength(1);
  });

  it('hang: nothing is answered and nothing done; what waits breaks when it is back', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    await guest.attach();
    sandbox.control.fault.away('hang');
    const broken = [
      expect(guest.say('lost')).rejects.toThrow('fetch failed'),
      expect(guest.attach()).rejects.toThrow('hang up'),
    ];
    let seen = 0;
    await expect
      .poll(() => {
        seen += sandbox.control.fault.back();
        sandbox.control.fault.away('hang');
        return seen;
      })
      .toBe(2);
    await Promise.all(broken);
    sandbox.control.fault.back();
    expect(await guest.history()).not.toContain('lost');
  });

  it('hang: does not keep the sandbox from closing', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    sandbox.control.fault.away('hang');
    const opening = expect(guest.attach()).rejects.toThrow(/hang up|ECONNRE/);
    const asking = expect(guest.call('GET', '/members')).rejects.toThrow('fetch failed');
    await expect.poll(() => call(sandbox.url, 'GET', '/_sandbox/healthz').then(({ status }) => status)).toBe(200);
    await sandbox.close();
    await Promise.all([opening, asking]);
  });
});

it('storm: every call and handshake meets a 429, as often as told', async () => {
  const sandbox = await sandboxForTest();
  const guest = await createGuest(sandbox);
  await post(sandbox, 'storm', { retryAfterS: 7, times: 3, code: 'too.many.requests.retry.after' });
  const reply = await guest.call('GET', '/members');
  expect(reply).toMatchObject({ status: 429, body: { code: 'too.many.requests.retry.after' } });
  expect(reply.headers.get('retry-after')).toBe('7');
  await expect(guest.attach()).rejects.toThrow('429');
  expect((await call(sandbox.url, 'POST', guestBase, { body: goodCreate })).status).toBe(429);
  expect((await guest.call('GET', '/members')).status).toBe(200);
  sandbox.control.fault.storm();
  for (let n = 0; n < 5; n += 1) expect((await guest.call('GET', '/members')).status).toBe(429);
  sandbox.control.clearFaults();
  expect((await guest.call('GET', '/members')).status).toBe(200);
});

it.each<[string, unknown, number]>([
  ['drop-sockets', { conversationId: 'nobody' }, 404],
  ['stall-sockets', { conversationId: 'nobody' }, 404],
  ['expire-tokens', { conversationId: 'nobody' }, 404],
  ['end', { conversationId: 'nobody', by: 'system' }, 404],
  ['end', { conversationId: 'nobody', by: 'magic' }, 400],
  ['away', { how: 'slowly' }, 400],
  ['storm', { retryAfter: 3 }, 400],
  ['send-text', { text: 'to nobody' }, 400],
  ['explode', {}, 404],
])('%s with %o answers %i and says why', async (command, body, status) => {
  const reply = await post(await sandboxForTest(), command, body);
  expect(reply).toMatchObject({ status, body: { error: expect.any(String) } });
});

it.each<[string, unknown]>([
  ['a frame with an effect of calls', { operation: 'frame', effect: 'resetAfterWrite' }],
  ['a call with an effect of frames', { operation: 'message', effect: 'drop' }],
  ['a frame that nobody sends', { operation: 'frame', effect: 'drop', frameType: 'surprise' }],
  ['an unknown operation', { operation: 'dance', effect: 'drop' }],
])('refuses a rule about %s', async (_name, body) => {
  const { url } = await sandboxForTest();
  const reply = await call(url, 'POST', '/_sandbox/faults', { body });
  expect(reply).toMatchObject({ status: 400, body: { error: expect.any(String) } });
});
