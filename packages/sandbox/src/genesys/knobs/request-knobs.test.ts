import { describe, expect, it } from 'vitest';
import { saying } from '../../../test/event-tap.ts';
import type { Guest } from '../../../test/guest.ts';
import { call, createGuest, goodCreate, guestBase } from '../../../test/guest.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import type { GenesysOptions } from '../../index.ts';

async function attached(options: GenesysOptions): Promise<Guest> {
  const guest = await createGuest(await sandboxForTest(options));
  await guest.attach();
  return guest;
}

describe('what a guest says', () => {
  it.each([
    ['utf16', '😀😀', 200],
    ['utf16', '😀😀x', 400],
    ['codePoints', '😀😀xx', 200],
    ['codePoints', '😀😀xxx', 400],
    ['bytes', '😀', 200],
    ['bytes', '😀x', 400],
  ] as const)('bodyUnit %s: %s meets a %i', async (bodyUnit, text, status) => {
    const guest = await attached({ bodyUnit, maxBodyChars: 4 });
    expect((await guest.say(text)).status).toBe(status);
  });

  it.each([
    ['chat.error.bad.request', 400],
    ['constraint.validation', 400],
    ['request.entity.too.large', 413],
  ] as const)('oversizedBodyCode %s is a %i', async (oversizedBodyCode, status) => {
    const guest = await attached({ oversizedBodyCode, maxBodyChars: 4 });
    expect(await guest.say('12345')).toMatchObject({ status, body: { code: oversizedBodyCode } });
  });

  it.each([
    ['reject', 400],
    ['accept', 200],
  ] as const)('emptyBody %s', async (emptyBody, status) => {
    expect((await (await attached({ emptyBody })).say('')).status).toBe(status);
  });

  it('unknownBodyType coerce: is taken for standard', async () => {
    const guest = await attached({ unknownBodyType: 'coerce' });
    expect((await guest.say('hi', 'standard | notice')).body.bodyType).toBe('standard');
    expect((await guest.say('hi', 'member-join')).status).toBe(400);
  });

  it.each([
    [true, 200],
    [false, 400],
  ])('guestNotices %s', async (guestNotices, status) => {
    expect((await (await attached({ guestNotices })).say('note', 'notice')).status).toBe(status);
  });

  it('normalizeText: answer, echo and history show the changed text', async () => {
    const guest = await createGuest(await sandboxForTest({ normalizeText: true }));
    const tap = await guest.attach();
    expect((await guest.say('  one \r\n\n two  ')).body.body).toBe('one two');
    await tap.until(saying('one two'));
    expect(await guest.history()).toContain('one two');
    await tap.until(saying('echo: one two'));
    expect((await guest.say(' \n ')).status).toBe(400);
  });
});

it('escapeMarkup: answer, echo and history show the changed text', async () => {
  const guest = await createGuest(await sandboxForTest({ escapeMarkup: true }));
  const tap = await guest.attach();
  expect((await guest.say('1 < 2 & 3')).body.body).toBe('1 &lt; 2 &amp; 3');
  await tap.until(saying('1 &lt; 2 &amp; 3'));
  expect(await guest.history()).toContain('1 &lt; 2 &amp; 3');
});

describe('what a create says', () => {
  it.each([
    ['not.found', 404],
    ['chat.error.bad.request', 400],
    ['chat.error.pattern.createconversationrequest.deploymentid', 400],
  ] as const)('unknownDeploymentCode %s is a %i', async (unknownDeploymentCode, status) => {
    const { url } = await sandboxForTest({ unknownDeploymentCode, deployments: [{ id: 'other' }] });
    const reply = await call(url, 'POST', guestBase, { body: goodCreate });
    expect(reply).toMatchObject({ status, body: { code: unknownDeploymentCode } });
  });

  it.each([
    ['maxCustomFields', { maxCustomFields: 2 }, { a: '1', b: '2' }, { a: '1', b: '2', c: '3' }],
    ['maxCustomFieldChars, values', { maxCustomFieldChars: 3 }, { a: '123' }, { a: '1234' }],
    ['maxCustomFieldChars, names', { maxCustomFieldChars: 3 }, { abc: '1' }, { abcd: '1' }],
  ])('%s', async (_name, knobs, good, bad) => {
    const { url } = await sandboxForTest(knobs);
    const create = (customFields: object) =>
      call(url, 'POST', guestBase, { body: { ...goodCreate, memberInfo: { displayName: 'A', customFields } } });
    expect((await create(good)).status).toBe(200);
    expect(await create(bad)).toMatchObject({ status: 400, body: { code: 'chat.error.bad.request' } });
  });

  it.each([
    [{}, {}, 200],
    [{ originRequired: true }, {}, 403],
    [{ originRequired: true, allowedDomains: ['https://a.example'] }, { origin: 'https://a.example' }, 200],
  ])('a deployment of %o takes %o with a %i', async (deployment, headers, status) => {
    const { url } = await sandboxForTest({ deployments: [{ id: 'dep-1', ...deployment }] });
    expect((await call(url, 'POST', guestBase, { body: goodCreate, headers })).status).toBe(status);
  });
});

describe('what a query says', () => {
  it.each([
    ['absent', 200],
    ['reject', 400],
  ] as const)('emptyQueryValues %s', async (emptyQueryValues, status) => {
    const guest = await attached({ emptyQueryValues });
    expect((await guest.call('GET', '/messages?before=&after=')).status).toBe(status);
    expect((await guest.call('GET', '/messages?maxResults=5')).status).toBe(200);
  });

  it('overlongPage clamp: cuts a page down', async () => {
    const guest = await attached({ overlongPage: 'clamp' });
    expect((await guest.call('GET', '/messages?maxResults=1000')).body.pageSize).toBe(100);
    expect((await guest.call('GET', '/members?pageSize=1000')).body.pageSize).toBe(500);
    expect((await guest.call('GET', '/messages?maxResults=0')).status).toBe(400);
  });

  it('unknownBound ignore: lists from the start', async () => {
    const guest = await attached({ unknownBound: 'ignore', agent: 'none' });
    const { body } = await guest.call('GET', '/messages?after=nothing');
    expect(body.entities).toHaveLength(2);
  });

  it.each([
    [false, ['c'], ['a']],
    [true, ['b', 'c'], ['a', 'b']],
  ])('afterInclusive %s', async (afterInclusive, after, before) => {
    const guest = await attached({ afterInclusive, agent: 'none', joinsInHistory: false });
    await guest.say('a');
    const { body } = await guest.say('b');
    await guest.say('c');
    const list = async (query: string) => {
      const reply = await guest.call('GET', `/messages?${query}`);
      return reply.body.entities.map((entry: { body: string }) => entry.body);
    };
    expect(await list(`after=${body.id}`)).toEqual(after);
    expect(await list(`before=${body.id}`)).toEqual(before);
    expect(await list(`before=${body.id}&sortOrder=descending`)).toEqual([...before].reverse());
  });
});

it.each([
  [false, 403, 'CONNECTED'],
  [true, 204, 'DISCONNECTED'],
])('deleteOthers %s: removing the agent meets a %i', async (deleteOthers, status, state) => {
  const sandbox = await sandboxForTest({ deleteOthers });
  const guest = await createGuest(sandbox);
  await guest.attach();
  const id = sandbox.control.conversation(guest.id).agents[0]?.id;
  expect((await guest.call('DELETE', `/members/${id}`)).status).toBe(status);
  expect((await guest.call('GET', `/members/${id}`)).body.state).toBe(state);
  expect((await guest.say('still here')).status).toBe(200);
});
