import { describe, expect, it } from 'vitest';
import type { Guest } from '../../../test/guest.ts';
import { call, createGuest, goodCreate, guestBase } from '../../../test/guest.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import type { GenesysOptions } from '../../index.ts';

async function attached(options: GenesysOptions): Promise<Guest> {
  const guest = await createGuest(await sandboxForTest(options));
  await guest.attach();
  return guest;
}

async function members(guest: Guest): Promise<readonly Record<string, unknown>[]> {
  return (await guest.call('GET', '/members')).body.entities;
}

describe('members', () => {
  it('thinAnswers off: senders and the created member are as the schema has them', async () => {
    const sandbox = await sandboxForTest({ thinAnswers: false });
    const { body: created } = await call(sandbox.url, 'POST', guestBase, { body: goodCreate });
    expect(created.member).toMatchObject({ role: 'CUSTOMER', displayName: 'Ada' });
    const guest = await createGuest(sandbox);
    await guest.attach();
    const sender = { id: guest.memberId, role: 'CUSTOMER', displayName: 'Ada', state: 'CONNECTED' };
    expect((await guest.say('hi')).body.sender).toMatchObject(sender);
    expect((await guest.type()).body.sender).toMatchObject(sender);
  });

  it.each([
    ['given', { displayName: 'Sandbox Agent' }],
    ['empty', { displayName: '' }],
    ['absent', {}],
  ] as const)('displayNames %s: of everyone but the guest', async (displayNames, expected) => {
    const [own, , agent] = await members(await attached({ displayNames }));
    expect(own?.['displayName']).toBe('Ada');
    expect(Object.fromEntries(Object.entries(agent ?? {}).filter(([name]) => name === 'displayName'))).toEqual(
      expected,
    );
  });

  it('memberRoles off: nobody has one', async () => {
    const guest = await attached({ memberRoles: false });
    expect((await members(guest)).filter((member) => 'role' in member)).toEqual([]);
    expect((await guest.call('GET', `/members/${guest.memberId}`)).body).not.toHaveProperty('role');
  });

  it.each([
    [false, false],
    [true, true],
  ])('nullDates %s', async (nullDates, has) => {
    const guest = await createGuest(await sandboxForTest({ nullDates }));
    const { body } = await guest.call('GET', `/members/${guest.memberId}`);
    expect(['leaveDate' in body, 'joinDate' in body, 'state' in body]).toEqual([has, has, has]);
    if (has) expect(body).toMatchObject({ leaveDate: null, joinDate: null, state: null });
  });

  it('ownMemberListed off: the guest finds itself by its id only', async () => {
    const guest = await attached({ ownMemberListed: false });
    expect((await members(guest)).map((member) => member['role'])).toEqual(['ACD', 'AGENT']);
    expect((await guest.call('GET', `/members/${guest.memberId}`)).body.role).toBe('CUSTOMER');
  });
});

describe('the history', () => {
  it('historyShowsOwn off: own messages are not in the list', async () => {
    const guest = await attached({ historyShowsOwn: false, agent: 'none' });
    const { body } = await guest.say('mine');
    expect(await guest.history()).toEqual(['[member-join]', '[member-join]']);
    expect((await guest.call('GET', `/messages/${body.id}`)).body.body).toBe('mine');
  });

  it('joinsInHistory off: only what was said is', async () => {
    const guest = await attached({ joinsInHistory: false, agent: 'none' });
    for (const text of ['a', 'b', 'c']) await guest.say(text);
    const { body } = await guest.call('GET', '/messages?maxResults=2');
    expect(body.entities.map((entry: { body: string }) => entry.body)).toEqual(['a', 'b']);
    expect([body.next, body.previousPage]).toEqual([expect.any(String), undefined]);
    const { body: rest } = await guest.call('GET', body.next.slice(`${guestBase}/${guest.id}`.length));
    expect(rest.entities.map((entry: { body: string }) => entry.body)).toEqual(['c']);
    expect([rest.next, rest.previousPage]).toEqual([undefined, expect.any(String)]);
  });

  it('joinBodies filled: joins and leaves say something', async () => {
    const guest = await attached({ joinBodies: 'filled' });
    await guest.leave();
    const { body } = await guest.call('GET', '/messages');
    const said = body.entities.map((entry: { body: string }) => entry.body);
    expect(said).toEqual(expect.arrayContaining(['Ada joined', 'Sandbox Agent joined', 'Ada left']));
  });

  it.each(['uri', 'token', 'absent'] as const)('pageLinks %s', async (pageLinks) => {
    const guest = await attached({ pageLinks });
    const { body } = await guest.call('GET', '/messages?maxResults=1');
    const last = body.entities[0].id;
    if (pageLinks === 'uri') expect(body.next).toContain(`/messages?after=${last}&`);
    if (pageLinks === 'token') expect(body.next).toBe(last);
    if (pageLinks === 'absent') expect(body).not.toHaveProperty('next');
  });
});

it.each([
  [true, 200],
  [false, 400],
])('readsBeforeActive %s', async (readsBeforeActive, status) => {
  const guest = await createGuest(await sandboxForTest({ readsBeforeActive }));
  for (const path of ['/messages', '/members', `/members/${guest.memberId}`, '/mediarequests']) {
    expect((await guest.call('GET', path)).status).toBe(status);
  }
  await guest.attach();
  expect((await guest.call('GET', '/messages')).status).toBe(200);
});

describe('after the end', () => {
  it.each([
    ['answer', 200, undefined],
    ['notFound', 404, 'chat.error.not.found'],
    ['state', 400, 'chat.error.conversation.state'],
  ] as const)('readsAfterEnd %s', async (readsAfterEnd, status, code) => {
    const guest = await attached({ readsAfterEnd });
    expect((await guest.call('GET', '/messages')).status).toBe(200);
    const { body } = await guest.say('hi');
    await guest.leave();
    const paths = ['/messages', `/messages/${body.id}`, '/members', `/members/${guest.memberId}`, '/mediarequests'];
    for (const path of paths) {
      const reply = await guest.call('GET', path);
      expect([path, reply.status, reply.body.code]).toEqual([path, status, code]);
    }
  });

  it.each(['chat.error.conversation.state', 'chat.error.member.state'] as const)('endedCode %s', async (endedCode) => {
    const guest = await createGuest(await sandboxForTest({ endedCode }));
    expect((await guest.say('early')).body.code).toBe('chat.error.conversation.state');
    await guest.attach();
    await guest.leave();
    for (const reply of [await guest.say('late'), await guest.type(), await guest.leave()]) {
      expect(reply).toMatchObject({ status: 400, body: { code: endedCode } });
    }
  });
});
