import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../test/guest.ts';
import { call, createGuest, Guest, goodCreate, guestBase } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import type { GenesysSandbox } from '../../index.ts';

function claimsOf(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
}

function create(sandbox: GenesysSandbox, changes: object = {}): Promise<Reply> {
  return call(sandbox.url, 'POST', guestBase, { body: { ...goodCreate, ...changes } });
}

describe('tokens', () => {
  it('jwtExp off: the token does not say when it expires, but does', async () => {
    const clock = new ManualClock();
    const guest = await createGuest(await sandboxForTest({ clock, jwtExp: false, jwtTtlS: 60 }));
    expect(claimsOf(guest.jwt)).not.toHaveProperty('exp');
    clock.advance(59_999);
    expect((await guest.call('GET', '/members')).status).toBe(200);
    clock.advance(1);
    expect((await guest.call('GET', '/members')).body.code).toBe('credentials.expired');
  });

  it('jwtAlgorithm RS256: is believed by who signed it and nobody else', async () => {
    const options = { jwtAlgorithm: 'RS256', jwtSecret: 's' } as const;
    const [sandbox, other] = [await sandboxForTest(options), await sandboxForTest(options)];
    const guest = await createGuest(sandbox);
    await createGuest(other);
    const header = JSON.parse(Buffer.from(guest.jwt.split('.')[0] ?? '', 'base64url').toString());
    expect(header).toEqual({ alg: 'RS256', kid: expect.any(String), typ: 'JWT' });
    expect((await guest.call('GET', '/members')).status).toBe(200);
    const forged = new Guest(sandbox.url, { ...guest, jwt: `${guest.jwt.slice(0, -8)}AAAAAAAA`, member: { id: 'm' } });
    const elsewhere = new Guest(other.url, { ...guest, member: { id: guest.memberId } });
    for (const foreign of [forged, elsewhere]) {
      expect((await foreign.call('GET', '/members')).body.code).toBe('bad.credentials');
    }
  });

  it('believes neither an algorithm of its own nor none', async () => {
    const guest = await createGuest(await sandboxForTest());
    const [, payload] = guest.jwt.split('.');
    for (const alg of ['none', 'RS256', 'HS512']) {
      const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');
      const headers = { authorization: `Bearer ${header}.${payload}.` };
      expect((await guest.call('GET', '/members', { headers })).body.code).toBe('bad.credentials');
    }
  });

  it.each(['bad.credentials', 'authentication.required'] as const)('foreignTokenCode %s', async (foreignTokenCode) => {
    const guest = await createGuest(await sandboxForTest({ foreignTokenCode }));
    for (const authorization of [`Bearer ${guest.jwt}x`, 'Basic abc']) {
      const reply = await guest.call('GET', '/members', { headers: { authorization } });
      expect(reply).toMatchObject({ status: 401, body: { code: foreignTokenCode } });
    }
  });

  it.each([
    ['not.authorized', 403],
    ['bad.credentials', 401],
    ['chat.error.not.found', 404],
  ] as const)('otherChatTokenCode %s is a %i', async (otherChatTokenCode, status) => {
    const sandbox = await sandboxForTest({ otherChatTokenCode });
    const [guest, other] = [await createGuest(sandbox), await createGuest(sandbox)];
    const reply = await guest.call('GET', '/members', { headers: { authorization: `Bearer ${other.jwt}` } });
    expect(reply).toMatchObject({ status, body: { code: otherChatTokenCode } });
  });

  it.each([
    [false, 200, 200],
    [true, 401, 400],
  ])('strictCase %s', async (strictCase, bearer, queue) => {
    const sandbox = await sandboxForTest({ strictCase });
    const guest = await createGuest(sandbox);
    const reply = await guest.call('GET', '/members', { headers: { authorization: `bearer ${guest.jwt}` } });
    expect(reply.status).toBe(bearer);
    const routingTarget = { targetType: 'queue', targetAddress: 'Support' };
    expect((await create(sandbox, { routingTarget })).status).toBe(queue);
    expect((await create(sandbox)).status).toBe(200);
  });
});

describe('the rate limit', () => {
  it('rateLimitScope organization: is shared by its chats, and by creating them', async () => {
    const sandbox = await sandboxForTest({ rateLimitScope: 'organization', rateLimitPerMinute: 3 });
    const [guest, other] = [await createGuest(sandbox), await createGuest(sandbox)];
    expect((await guest.call('GET', '/members')).status).toBe(200);
    const limit = { limit: { key: 'org.app.user.rate.per.minute' } };
    expect(await other.call('GET', '/members')).toMatchObject({ status: 429, body: limit });
    expect(await create(sandbox)).toMatchObject({ status: 429, body: limit });
    expect((await create(sandbox, { organizationId: 'org-2' })).status).toBe(200);
  });

  it.each([
    ['too.many.requests', 'maximum [1] requests within [60] seconds'],
    ['too.many.requests.retry.after', 'Retry the request in [60] seconds'],
  ] as const)('rateLimitCode %s', async (rateLimitCode, words) => {
    const guest = await createGuest(
      await sandboxForTest({ clock: new ManualClock(), rateLimitPerMinute: 1, rateLimitCode }),
    );
    await guest.call('GET', '/members');
    const { body } = await guest.call('GET', '/members');
    expect(body).toMatchObject({ code: rateLimitCode, message: expect.stringContaining(words) });
  });

  it.each([true, false])('rateHeaders, retryAfterHeader, rateLimitInBody %s', async (on) => {
    const knobs = { rateHeaders: on, retryAfterHeader: on, rateLimitInBody: on };
    const guest = await createGuest(await sandboxForTest({ rateLimitPerMinute: 1, ...knobs }));
    expect((await guest.call('GET', '/members')).headers.has('inin-ratelimit-count')).toBe(on);
    const { status, headers, body } = await guest.call('GET', '/members');
    expect(status).toBe(429);
    expect([headers.has('inin-ratelimit-reset'), headers.has('retry-after'), 'limit' in body]).toEqual([on, on, on]);
  });

  it.each(['platform.api', 'webchat'] as const)('rateLimitNamespace %s', async (rateLimitNamespace) => {
    const guest = await createGuest(await sandboxForTest({ rateLimitPerMinute: 1, rateLimitNamespace }));
    await guest.call('GET', '/members');
    expect((await guest.call('GET', '/members')).body.limit.namespace).toBe(rateLimitNamespace);
  });

  it('createsPerMinute: caps new chats of an organisation', async () => {
    const clock = new ManualClock();
    const sandbox = await sandboxForTest({ clock, createsPerMinute: 2 });
    await create(sandbox);
    clock.advance(30_000);
    await create(sandbox);
    const third = await create(sandbox);
    expect(third).toMatchObject({ status: 429, body: { code: 'too.many.requests' } });
    expect(third.headers.get('retry-after')).toBe('30');
    expect((await create(sandbox, { organizationId: 'org-2' })).status).toBe(200);
    clock.advance(30_000);
    expect((await create(sandbox)).status).toBe(200);
  });

  it('typingThrottleMs: refuses typing that comes too soon', async () => {
    const clock = new ManualClock();
    const guest = await createGuest(await sandboxForTest({ clock, typingThrottleMs: 5_000 }));
    await guest.attach();
    expect((await guest.type()).status).toBe(200);
    clock.advance(4_999);
    expect((await guest.type()).status).toBe(429);
    expect((await guest.say('not typing')).status).toBe(200);
    clock.advance(1);
    expect((await guest.type()).status).toBe(200);
  });

  it('maxSockets: refuses one stream too many of an organisation', async () => {
    const sandbox = await sandboxForTest({ maxSockets: 1 });
    const [guest, other] = [await createGuest(sandbox), await createGuest(sandbox)];
    const tap = await guest.attach();
    await expect(other.attach()).rejects.toThrow('429');
    await tap.vanish();
    await expect.poll(() => sandbox.control.conversation(guest.id).sockets).toBe(0);
    await other.attach();
  });
});
