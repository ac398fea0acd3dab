import { describe, expect, it } from 'vitest';
import { saying } from '../../../test/event-tap.ts';
import type { Guest } from '../../../test/guest.ts';
import { call, createGuest, guestBase } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';

describe('who may call', () => {
  it.each<[string, (guest: Guest, other: Guest) => string | undefined, number, string]>([
    ['without a token', () => undefined, 401, 'authentication.required'],
    ['with another scheme', ({ jwt }) => `Basic ${jwt}`, 401, 'bad.credentials'],
    ['with the client defect of docs/guest-chat.md §5', () => '[REDACTED]', 401, 'bad.credentials'],
    ['with a broken token', ({ jwt }) => `Bearer ${jwt}x`, 401, 'bad.credentials'],
    ['with nonsense', () => 'Bearer a.b.c', 401, 'bad.credentials'],
    ["with another chat's token", (_guest, other) => `Bearer ${other.jwt}`, 403, 'not.authorized'],
    ['in any case of the scheme', ({ jwt }) => `bEARER ${jwt}`, 200, 'none'],
  ])('%s', async (_name, authorization, status, code) => {
    const sandbox = await sandboxForTest();
    const [guest, other] = [await createGuest(sandbox), await createGuest(sandbox)];
    const value = authorization(guest, other);
    const headers: Record<string, string> = value === undefined ? {} : { authorization: value };
    const reply = await call(sandbox.url, 'GET', `${guestBase}/${guest.id}/members`, { headers });
    expect({ status: reply.status, code: reply.body.code ?? 'none' }).toEqual({ status, code });
  });

  it("refuses another sandbox's token", async () => {
    const [sandbox, elsewhere] = [await sandboxForTest(), await sandboxForTest()];
    const guest = await createGuest(elsewhere);
    const headers = { authorization: `Bearer ${guest.jwt}` };
    const reply = await call(sandbox.url, 'GET', `${guestBase}/${guest.id}/members`, { headers });
    expect(reply.body).toMatchObject({ status: 401, code: 'bad.credentials' });
  });

  it('does not know a chat of before its restart, though it signed the token', async () => {
    const [sandbox, earlier] = [await sandboxForTest({ jwtSecret: 's' }), await sandboxForTest({ jwtSecret: 's' })];
    const guest = await createGuest(earlier);
    const headers = { authorization: `Bearer ${guest.jwt}` };
    const reply = await call(sandbox.url, 'GET', `${guestBase}/${guest.id}/members`, { headers });
    expect(reply.body).toMatchObject({ status: 404, code: 'not.found' });
  });

  it('lets a token expire to the second', async () => {
    const clock = new ManualClock();
    const sandbox = await sandboxForTest({ clock, jwtTtlS: 60 });
    const guest = await createGuest(sandbox);
    clock.advance(59_999);
    expect((await guest.call('GET', '/members')).status).toBe(200);
    clock.advance(1);
    const reply = await guest.call('GET', '/members');
    expect(reply.body).toMatchObject({ status: 401, code: 'credentials.expired' });
  });
});

describe('what is refused', () => {
  it.each<[string, (guest: Guest) => ReturnType<Guest['call']>, number, string]>([
    ['an unknown member', (g) => g.call('GET', '/members/nobody'), 404, 'chat.error.not.found'],
    ['an unknown message', (g) => g.call('GET', '/messages/nothing'), 404, 'chat.error.not.found'],
    ['an unknown media request', (g) => g.call('GET', '/mediarequests/none'), 404, 'chat.error.not.found'],
    ['an unknown path', (g) => g.call('GET', '/wrapup'), 404, 'not.found'],
    ['the conversation itself', (g) => g.call('GET', ''), 404, 'not.found'],
    ['a message after an unknown one', (g) => g.call('GET', '/messages?after=x'), 400, 'invalid.query.param.value'],
    ['a page of nothing', (g) => g.call('GET', '/messages?maxResults=0'), 400, 'invalid.query.param.value'],
    ['a page of more than 100', (g) => g.call('GET', '/messages?maxResults=101'), 400, 'invalid.query.param.value'],
    ['another order', (g) => g.call('GET', '/messages?sortOrder=up'), 400, 'invalid.query.param.value'],
    ['a join by hand', (g) => g.say('x', 'member-join'), 400, 'chat.error.bad.request'],
    ['a body type of the docs', (g) => g.say('x', 'standard | notice'), 400, 'invalid.value'],
    ['4001 characters', (g) => g.say('x'.repeat(4_001)), 400, 'chat.error.bad.request'],
    [
      'no body',
      (g) => g.call('POST', `/members/${g.memberId}/messages`, { body: {} }),
      400,
      'chat.error.notnull.createconversationmessagerequest.body',
    ],
    [
      'another content type',
      (g) =>
        g.call('POST', `/members/${g.memberId}/messages`, { body: 'hi', headers: { 'content-type': 'text/plain' } }),
      415,
      'unsupported.media.type',
    ],
    [
      'half a megabyte',
      (g) => g.call('POST', `/members/${g.memberId}/messages`, { body: { body: 'x'.repeat(512_001) } }),
      413,
      'request.entity.too.large',
    ],
  ])('%s', async (_name, act, status, code) => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    await guest.attach();
    const reply = await act(guest);
    expect({ status: reply.status, code: reply.body.code }).toEqual({ status, code });
    expect(reply.body.contextId).toBe(reply.headers.get('inin-correlation-id'));
  });

  it('speaking for an agent', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    await guest.attach();
    const agent = sandbox.control.conversation(guest.id).agents[0];
    const reply = await guest.call('DELETE', `/members/${agent?.id}`);
    expect(reply.body).toMatchObject({ status: 403, code: 'not.authorized' });
  });
});

describe('a conversation that is not active', () => {
  it('takes neither message nor typing before the socket, in the words of the real answer', async () => {
    const guest = await createGuest(await sandboxForTest());
    const reply = await guest.say('too early');
    expect(reply.body).toEqual({
      message: 'Conversation State',
      code: 'chat.error.conversation.state',
      status: 400,
      messageWithParams: 'Conversation State',
      messageParams: { message: 'The conversation is not active' },
      contextId: reply.headers.get('inin-correlation-id'),
      details: [],
      errors: [],
    });
    expect((await guest.type()).body).toMatchObject({ code: 'chat.error.conversation.state' });
  });

  it('may be left before the socket', async () => {
    const guest = await createGuest(await sandboxForTest());
    expect(await guest.leave()).toMatchObject({ status: 204, body: undefined });
    expect((await guest.call('GET', `/members/${guest.memberId}`)).body.state).toBe('DISCONNECTED');
  });

  it('is read but neither spoken in nor left after its end', async () => {
    const guest = await createGuest(await sandboxForTest());
    await guest.attach();
    await guest.leave();
    for (const reply of [await guest.say('late'), await guest.type(), await guest.leave()]) {
      expect(reply.body).toMatchObject({ status: 400, code: 'chat.error.conversation.state' });
    }
    const member = await guest.call('GET', `/members/${guest.memberId}`);
    expect(member).toMatchObject({ status: 200, body: { state: 'DISCONNECTED', leaveDate: expect.any(String) } });
    expect((await guest.call('GET', '/messages')).status).toBe(200);
  });
});

describe('what is answered', () => {
  it('to messages and typing: a sender with an id only', async () => {
    const guest = await createGuest(await sandboxForTest());
    await guest.attach();
    const conversation = { id: guest.id, selfUri: `/api/v2/conversations/${guest.id}` };
    const { body: message } = await guest.say('hi');
    expect(message).toEqual({
      id: expect.any(String),
      conversation,
      sender: { id: guest.memberId },
      body: 'hi',
      bodyType: 'standard',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      selfUri: `${guestBase}/${guest.id}/messages/${message.id}`,
    });
    expect((await guest.call('GET', `/messages/${message.id}`)).body).toEqual(message);
    const { body: typing } = await guest.type();
    expect(typing).toEqual({
      id: expect.any(String),
      conversation,
      sender: { id: guest.memberId },
      timestamp: expect.any(String),
    });
  });

  it('to the list of members: roles, names and states', async () => {
    const guest = await createGuest(await sandboxForTest());
    await guest.attach();
    const { body } = await guest.call('GET', '/members?excludeDisconnectedMembers=');
    expect(body.entities).toMatchObject([
      { id: guest.memberId, role: 'CUSTOMER', displayName: 'Ada', state: 'CONNECTED', customFields: { plan: 'gold' } },
      { role: 'ACD', displayName: 'Support', state: 'DISCONNECTED', leaveDate: expect.any(String) },
      { role: 'AGENT', displayName: 'Sandbox Agent', state: 'CONNECTED', joinDate: expect.any(String) },
    ]);
    expect(body).toMatchObject({ total: 3, pageNumber: 1, pageSize: 25, pageCount: 1 });
    const present = await guest.call('GET', '/members?excludeDisconnectedMembers=true&pageSize=1&pageNumber=2');
    expect(present.body).toMatchObject({ total: 2, pageCount: 2, entities: [{ role: 'AGENT' }] });
  });

  it('to media requests: there are none', async () => {
    const guest = await createGuest(await sandboxForTest());
    expect((await guest.call('GET', '/mediarequests')).body).toEqual({ entities: [] });
  });

  it('to an unknown body type when it is turned to coerce', async () => {
    const guest = await createGuest(await sandboxForTest({ unknownBodyType: 'coerce' }));
    await guest.attach();
    expect((await guest.say('x', 'standard | notice')).body.bodyType).toBe('standard');
  });
});

describe('the list of messages', () => {
  async function chatOfFive(): Promise<{ guest: Guest; ids: readonly string[] }> {
    const guest = await createGuest(await sandboxForTest({ agent: 'none' }));
    await guest.attach();
    for (const text of ['a', 'b', 'c']) await guest.say(text);
    const { body } = await guest.call('GET', '/messages?after=&before=&sortOrder=&maxResults=');
    return { guest, ids: body.entities.map((entry: { id: string }) => entry.id) };
  }

  it('is in order of writing, joins with an empty body among them', async () => {
    const { guest } = await chatOfFive();
    expect(await guest.history()).toEqual(['[member-join]', '[member-join]', 'a', 'b', 'c']);
  });

  it.each<[string, (ids: readonly string[]) => string, readonly number[], boolean, boolean]>([
    ['the first two', () => 'maxResults=2', [0, 1], true, false],
    ['the last two, newest first', () => 'maxResults=2&sortOrder=descending', [4, 3], true, false],
    ['after the second', (ids) => `after=${ids[1]}`, [2, 3, 4], false, true],
    ['after the last', (ids) => `after=${ids[4]}`, [], false, false],
    ['before the third', (ids) => `before=${ids[2]}`, [0, 1], true, false],
    ['between', (ids) => `after=${ids[0]}&before=${ids[3]}`, [1, 2], true, true],
    ['before the last, backwards', (ids) => `before=${ids[4]}&sortOrder=DESCENDING&maxResults=1`, [3], true, true],
  ])('gives %s', async (_name, query, positions, next, previous) => {
    const { guest, ids } = await chatOfFive();
    const { body } = await guest.call('GET', `/messages?${query(ids)}`);
    expect(body.entities.map((entry: { id: string }) => ids.indexOf(entry.id))).toEqual(positions);
    expect({ next: 'next' in body, previous: 'previousPage' in body }).toEqual({ next, previous });
  });

  it.each(['ascending', 'descending'])('can be walked %s by its next', async (order) => {
    const { guest, ids } = await chatOfFive();
    const seen: string[] = [];
    let path: string | undefined = `/messages?maxResults=2&sortOrder=${order}`;
    while (path !== undefined) {
      const { body }: { body: { entities: { id: string }[]; next?: string } } = await guest.call('GET', path);
      seen.push(...body.entities.map((entry) => entry.id));
      path = body.next?.slice(`${guestBase}/${guest.id}`.length);
    }
    expect(seen).toEqual(order === 'ascending' ? ids : [...ids].reverse());
  });
});

describe('the rate limit', () => {
  it('counts each token by the minute', async () => {
    const clock = new ManualClock();
    const sandbox = await sandboxForTest({ clock, rateLimitPerMinute: 2 });
    const [guest, other] = [await createGuest(sandbox), await createGuest(sandbox)];
    await guest.call('GET', '/members');
    clock.advance(20_000);
    const second = await guest.call('GET', '/members');
    expect(second.headers.get('inin-ratelimit-count')).toBe('2');
    expect(second.headers.get('inin-ratelimit-allowed')).toBe('2');
    const third = await guest.call('GET', '/members');
    expect(third.body).toMatchObject({
      status: 429,
      code: 'too.many.requests',
      limit: { namespace: 'platform.api', value: 2 },
    });
    expect(third.headers.get('retry-after')).toBe('40');
    expect(third.headers.get('inin-ratelimit-reset')).toBe('40');
    expect((await other.call('GET', '/members')).status).toBe(200);
    clock.advance(40_000);
    expect((await guest.call('GET', '/members')).status).toBe(200);
  });

  it('can be off', async () => {
    const guest = await createGuest(await sandboxForTest({ rateLimitPerMinute: 0 }));
    expect((await guest.call('GET', '/members')).headers.has('inin-ratelimit-count')).toBe(false);
  });
});

it('answers calls that announce JSON and have none', async () => {
  const guest = await createGuest(await sandboxForTest());
  const tap = await guest.attach();
  expect((await guest.type()).status).toBe(200);
  await guest.say('hi');
  await tap.until(saying('echo: hi'));
});
