import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { memberIs, saying, tapEvents } from '../../test/event-tap.ts';
import { goodCreate } from '../../test/guest.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import type { ClientReply, WebChatApi } from '../../test/official-client.ts';
import { sandboxForTest } from '../../test/sandbox.ts';
import type { GenesysOptions, GenesysSandbox } from './start-genesys.ts';

// Somebody's own ~/.genesyscloudjavascript-guest/config would point the client elsewhere.
const home = mkdtempSync(join(tmpdir(), 'sandbox-home-'));
vi.stubEnv('HOME', home);
const { officialClient } = await import('../../test/official-client.ts');
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

interface Chat {
  readonly api: WebChatApi;
  readonly sandbox: GenesysSandbox;
  readonly setJwt: (jwt: string) => void;
  readonly created: ClientReply;
  readonly id: string;
  readonly memberId: string;
}

async function chat(options: GenesysOptions = {}): Promise<Chat> {
  const sandbox = await sandboxForTest(options);
  const { client, api } = officialClient(sandbox.url);
  const created = await api.postWebchatGuestConversations(goodCreate);
  client.setJwt(created.body.jwt);
  const setJwt = (jwt: string) => client.setJwt(jwt);
  return { api, sandbox, setJwt, created, id: created.body.id, memberId: created.body.member.id };
}

/** What a call is refused with. */
async function refusal(call: Promise<ClientReply>): Promise<string> {
  try {
    return `not refused: ${(await call).status}`;
  } catch (error) {
    const { status, body } = error as ClientReply;
    return `${status} ${body.code}`;
  }
}

const hi = { body: 'hi', bodyType: 'standard' };

describe("the vendor's own client, purecloud-guest-chat-client 13.2.0", () => {
  it('goes through a whole chat', async () => {
    const { api, created, id, memberId } = await chat();
    expect(created.status).toBe(200);
    expect(await refusal(api.postWebchatGuestConversationMemberMessages(id, memberId, hi))).toBe(
      '400 chat.error.conversation.state',
    );

    const tap = await tapEvents(created.body.eventStreamUri);
    await tap.until(memberIs(memberId, 'CONNECTED'));
    const message = await api.postWebchatGuestConversationMemberMessages(id, memberId, hi);
    expect(message).toMatchObject({ status: 200, body: { body: 'hi', sender: { id: memberId } } });
    expect(await api.postWebchatGuestConversationMemberTyping(id, memberId)).toMatchObject({
      status: 200,
      body: { sender: { id: memberId } },
    });
    await tap.until(saying('echo: hi'));

    // Unset options go out as before=&after=.
    const list = await api.getWebchatGuestConversationMessages(id, { maxResults: 100, sortOrder: 'ascending' });
    expect(list.status).toBe(200);
    expect(list.body.entities.slice(-2)).toMatchObject([{ body: 'hi' }, { body: 'echo: hi' }]);
    const after = await api.getWebchatGuestConversationMessages(id, { after: message.body.id });
    expect(after.body.entities).toMatchObject([{ body: 'echo: hi' }]);
    expect((await api.getWebchatGuestConversationMessage(id, message.body.id)).body).toEqual(message.body);

    const members = await api.getWebchatGuestConversationMembers(id, { excludeDisconnectedMembers: false });
    expect(members.body.entities).toMatchObject([{ role: 'CUSTOMER' }, { role: 'ACD' }, { role: 'AGENT' }]);
    const own = await api.getWebchatGuestConversationMember(id, memberId);
    expect(own.body).toMatchObject({ displayName: 'Ada', state: 'CONNECTED', role: 'CUSTOMER' });

    expect((await api.deleteWebchatGuestConversationMember(id, memberId)).status).toBe(204);
    await tap.until(memberIs(memberId, 'DISCONNECTED'));
    expect(await refusal(api.postWebchatGuestConversationMemberMessages(id, memberId, hi))).toBe(
      '400 chat.error.conversation.state',
    );
  });

  it('answers media requests', async () => {
    const { api, sandbox, id, created } = await chat();
    const list = async () => (await api.getWebchatGuestConversationMediarequests(id)).body.entities;
    expect(await list()).toEqual([]);
    const tap = await tapEvents(created.body.eventStreamUri);
    const asked = ['COBROWSE', 'SCREENSHARE'].map((type) => {
      return sandbox.control.agent.requestMedia(id, { types: [type as 'COBROWSE'] }).id;
    });
    await tap.until(({ eventBody }) => eventBody.bodyType === 'media-request', 2);
    expect(await list()).toMatchObject(asked.map((request) => ({ id: request, state: 'PENDING' })));
    const [first, second] = asked;
    const accepted = { types: ['COBROWSE'], state: 'ACCEPTED' };
    expect(await api.patchWebchatGuestConversationMediarequest(id, first, accepted)).toMatchObject({
      status: 200,
      body: { id: first, types: ['COBROWSE'], state: 'ACCEPTED' },
    });
    const declined = { types: ['SCREENSHARE'], state: 'DECLINED' };
    await api.patchWebchatGuestConversationMediarequest(id, second, declined);
    expect((await api.getWebchatGuestConversationMediarequest(id, second)).body.state).toBe('DECLINED');
    expect(await refusal(api.patchWebchatGuestConversationMediarequest(id, first, declined))).toBe(
      '400 chat.error.conversation.state',
    );
    expect(await refusal(api.getWebchatGuestConversationMediarequest(id, 'none'))).toBe('404 chat.error.not.found');
    expect(await refusal(api.patchWebchatGuestConversationMediarequest(id, 'none', accepted))).toBe(
      '404 chat.error.not.found',
    );
  });

  it('holds several chats at once, one client each', async () => {
    const sandbox = await sandboxForTest();
    const ids = await Promise.all(
      ['a', 'b', 'c'].map(async (text) => {
        const { client, api } = officialClient(sandbox.url);
        const { body } = await api.postWebchatGuestConversations(goodCreate);
        client.setJwt(body.jwt);
        const tap = await tapEvents(body.eventStreamUri);
        await api.postWebchatGuestConversationMemberMessages(body.id, body.member.id, { body: text });
        await tap.until(saying(`echo: ${text}`));
        return body.id;
      }),
    );
    expect(new Set(ids).size).toBe(3);
  });

  it.each<[string, (chat: Chat) => Promise<ClientReply>, string]>([
    [
      'a broken token',
      ({ api, setJwt, id }) => {
        setJwt('x');
        return api.getWebchatGuestConversationMembers(id);
      },
      '401 bad.credentials',
    ],
    ['another conversation', ({ api }) => api.getWebchatGuestConversationMembers('other'), '403 not.authorized'],
    ['an unknown member', ({ api, id }) => api.getWebchatGuestConversationMember(id, 'x'), '404 chat.error.not.found'],
    [
      'an unknown message',
      ({ api, id }) => api.getWebchatGuestConversationMessage(id, 'x'),
      '404 chat.error.not.found',
    ],
    [
      'no text',
      ({ api, id, memberId }) => api.postWebchatGuestConversationMemberMessages(id, memberId, {}),
      '400 chat.error.notnull.createconversationmessagerequest.body',
    ],
    [
      'too much text',
      ({ api, id, memberId }) =>
        api.postWebchatGuestConversationMemberMessages(id, memberId, { body: 'x'.repeat(4_001) }),
      '400 chat.error.bad.request',
    ],
    [
      'no queue',
      ({ api }) => api.postWebchatGuestConversations({ ...goodCreate, routingTarget: undefined }),
      '400 chat.error.notnull.createconversationrequest.routingtarget',
    ],
  ])('is refused for %s', async (_name, act, expected) => {
    expect(await refusal(act(await chat()))).toBe(expected);
  });

  it('is refused when its token has expired', async () => {
    const clock = new ManualClock();
    const { api, id } = await chat({ clock, jwtTtlS: 60 });
    clock.advance(60_000);
    expect(await refusal(api.getWebchatGuestConversationMembers(id))).toBe('401 credentials.expired');
  });

  it('is slowed down', async () => {
    const { api, id } = await chat({ rateLimitPerMinute: 1 });
    await api.getWebchatGuestConversationMembers(id);
    expect(await refusal(api.getWebchatGuestConversationMembers(id))).toBe('429 too.many.requests');
  });
});
