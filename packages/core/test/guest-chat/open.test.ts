import { createGuestChat } from '@trunkline/core/guest-chat';
import { ManualClock } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { request, signal, silentLogger, startBench } from './bench.ts';
import { deadUrl, startPlainServer } from './plain-server.ts';

const created = (eventStreamUri: string) =>
  JSON.stringify({ id: 'c1', jwt: 'h.p.s', eventStreamUri, member: { id: 'm1' } });

describe('opening a chat', () => {
  it('keeps all it takes to speak in it', async () => {
    const { center, genesys, clock } = await startBench({ genesys: { jwtTtlS: 3_600 } });
    const outcome = await center.open(request, signal);
    const [chat] = genesys.control.conversations();
    expect(outcome).toMatchObject({ outcome: 'opened', remoteId: chat?.id });
    expect(outcome).toMatchObject({
      expiresAt: clock.now() + 3_600_000,
      session: {
        transport: 'guest-chat',
        id: chat?.id,
        data: {
          conversationId: chat?.id,
          memberId: expect.any(String),
          jwt: expect.any(String),
          eventStreamUri: expect.stringMatching(/^ws:/),
          expiresAt: clock.now() + 3_600_000,
        },
      },
    });
  });

  it('says nothing of an expiry that the token does not tell, or tells of the past', async () => {
    const { center } = await startBench({ genesys: { jwtExp: false } });
    expect(await center.open(request, signal)).not.toHaveProperty('expiresAt');
    const exp = Buffer.from(JSON.stringify({ exp: 1 })).toString('base64url');
    const body = created('ws://stream.example/x').replace('h.p.s', `h.${exp}.s`);
    const server = await startPlainServer(() => ({ status: 200, body }));
    const other = await startBench({ apiUrl: server.url });
    const outcome = await other.center.open(request, signal);
    expect([outcome.outcome, 'expiresAt' in outcome]).toEqual(['opened', false]);
  });

  it('tells who the customer is and where the chat should go', async () => {
    const server = await startPlainServer(() => ({ status: 200, body: created('wss://stream.example/x') }));
    const { center } = await startBench({ apiUrl: `${server.url}/behind/` });
    const attributes = { plan: 'gold', customField1Label: 'Order' };
    await center.open(
      {
        ...request,
        customer: { displayName: 'Ann', name: 'Ann Other', email: 'ann@example.com', phone: '+15550100', attributes },
        routing: { queue: 'VIP', skills: ['french'], language: 'French', priority: 3 },
      },
      signal,
    );
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      path: '/behind/api/v2/webchat/guest/conversations',
      headers: { 'content-type': 'application/json' },
    });
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
    expect(server.seen[0]?.body).toEqual({
      organizationId: 'org',
      deploymentId: 'deployment',
      routingTarget: {
        targetType: 'QUEUE',
        targetAddress: 'VIP',
        skills: ['french'],
        language: 'French',
        priority: 3,
      },
      memberInfo: {
        displayName: 'Ann',
        email: 'ann@example.com',
        phoneNumber: '+15550100',
        customFields: attributes,
      },
    });
  });

  it('leaves out what is not known', async () => {
    const server = await startPlainServer(() => ({ status: 200, body: created('wss://stream.example/x') }));
    const { center } = await startBench({ apiUrl: server.url });
    await center.open(request, signal);
    expect(server.seen[0]?.body).toMatchObject({
      routingTarget: { targetType: 'QUEUE', targetAddress: 'Support' },
      memberInfo: { displayName: 'Ann' },
    });
    expect(JSON.stringify(server.seen[0]?.body)).not.toMatch(
      /email|phoneNumber|customFields|firstName|skills|priority/,
    );
  });

  it.each([
    [400, 'chat.error.invalid.queue', 'route', true],
    [400, 'chat.error.invalid.flow', 'route', true],
    [400, 'chat.deployment.disabled', 'route', true],
    [400, 'chat.deployment.require.auth', 'route', true],
    [400, 'chat.deployment.bad.auth', 'route', true],
    [400, 'chat.error.pattern.createconversationrequest.deploymentid', 'route', true],
    [400, 'chat.error.notnull.createconversationrequest.routingtarget', 'route', true],
    [400, 'chat.error.notnull.createconversationrequest.memberinfo.displayname', 'message', false],
    [400, 'chat.error.bad.request', 'message', false],
    [413, 'request.entity.too.large', 'message', false],
    [401, 'authentication.required', 'route', true],
    [403, 'origin.not.allowed', 'route', true],
    [404, 'not.found', 'route', true],
    [408, 'client.timeout', 'route', true],
    [500, 'caht.error', 'route', true],
    [503, 'chat.error.service.unavailable', 'route', true],
    [504, 'chat.error.service.timeout', 'route', true],
  ] as const)('is rejected after %i %s with scope %s', async (status, code, scope, retryable) => {
    const { center, genesys } = await startBench();
    genesys.control.addFault({ operation: 'create', effect: 'error', status, code });
    expect(await center.open(request, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { code, scope, retryable, human: expect.stringMatching(/./) },
    });
  });

  it('waits as long as a throttling service asks for', async () => {
    const { center, genesys } = await startBench();
    genesys.control.addFault({ operation: 'create', effect: 'error', status: 429, retryAfterS: 7 });
    expect(await center.open(request, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { scope: 'route', retryable: true, retryAfterMs: 7_000 },
    });
  });

  it.each(['resetBeforeWrite', 'resetAfterWrite'] as const)('may be repeated after %s', async (effect) => {
    const { center, genesys } = await startBench();
    genesys.control.addFault({ operation: 'create', effect });
    expect(await center.open(request, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { scope: 'route', retryable: true },
    });
    expect(await center.open(request, signal)).toMatchObject({ outcome: 'opened' });
  });

  it('gives up an answer that does not come', async () => {
    const { center, genesys, clock, until } = await startBench();
    genesys.control.addFault({ operation: 'create', effect: 'noAnswerAfterWrite' });
    const opening = center.open(request, signal);
    await until(() => genesys.control.faults().length === 0);
    await clock.advance(10_000);
    expect(await opening).toMatchObject({ outcome: 'rejected', failure: { code: 'network.timeout', scope: 'route' } });
  });

  it('is a matter of the route when nobody is there, or somebody else', async () => {
    const nobody = await startBench({ apiUrl: await deadUrl() });
    const failure = { scope: 'route', retryable: true };
    expect(await nobody.center.open(request, signal)).toMatchObject({
      failure: { ...failure, code: 'network.ECONNREFUSED' },
    });
    const portal = await startPlainServer(() => ({ status: 200, body: '<html>Sign in</html>' }));
    const somebody = await startBench({ apiUrl: portal.url });
    expect(await somebody.center.open(request, signal)).toMatchObject({
      failure: { ...failure, code: 'answer.unreadable' },
    });
  });

  it('refuses an event stream that is none', async () => {
    const server = await startPlainServer(() => ({ status: 200, body: created('http://169.254.169.254/x') }));
    const { center } = await startBench({ apiUrl: server.url });
    expect(await center.open(request, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'stream.address', scope: 'route' },
    });
  });
});

describe('opening a chat that wants its customer vouched for', () => {
  const deployments = [{ id: 'deployment', authenticationRequired: true, memberAuthTokens: ['signed'] }];

  it('asks for a token for this customer and sends it along', async () => {
    const asked: unknown[] = [];
    const { center } = await startBench({
      genesys: { deployments },
      memberAuthToken: async (wanted, given) => {
        asked.push(wanted, given.aborted);
        return 'signed';
      },
    });
    expect(await center.open(request, signal)).toMatchObject({ outcome: 'opened' });
    expect(asked).toEqual([request, false]);
  });

  it('stops the route without one, or with a wrong one', async () => {
    const without = await startBench({ genesys: { deployments } });
    const failure = { scope: 'route', retryable: true };
    expect(await without.center.open(request, signal)).toMatchObject({
      failure: { ...failure, code: 'chat.deployment.require.auth' },
    });
    const wrong = await startBench({ genesys: { deployments }, memberAuthToken: async () => 'forged' });
    expect(await wrong.center.open(request, signal)).toMatchObject({
      failure: { ...failure, code: 'chat.deployment.bad.auth' },
    });
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('hunter2'))],
    [
      'throws',
      () => {
        throw new Error('hunter2');
      },
    ],
    ['gives nothing', async () => ''],
    ['gives blanks', async () => ' '],
    ['gives no text', async () => undefined as never],
  ])('creates none when the one who should vouch %s', async (_name, memberAuthToken) => {
    const { center, genesys, logged } = await startBench({ memberAuthToken });
    const outcome = await center.open(request, signal);
    expect(outcome).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'member-auth.failed', scope: 'route', retryable: true },
    });
    expect(JSON.stringify([outcome, logged])).not.toContain('hunter2');
    expect(genesys.control.conversations()).toEqual([]);
  });

  it('waits for no longer than anybody wants to know', async () => {
    const { center } = await startBench({ memberAuthToken: () => new Promise(() => {}) });
    const controller = new AbortController();
    const opening = center.open(request, controller.signal);
    controller.abort();
    expect(await opening).toMatchObject({ outcome: 'rejected', failure: { code: 'member-auth.failed' } });
  });
});

describe('an event stream in our own network', () => {
  it('is dialled beside an API of our own network only', async () => {
    const { center, opened } = await startBench();
    const session = await opened();
    expect(await center.resume(session, signal)).toMatchObject({ outcome: 'attached' });
    const cloud = createGuestChat({
      organizationId: 'org',
      deploymentId: 'deployment',
      region: 'mypurecloud.com',
      clock: new ManualClock(),
      logger: silentLogger,
    });
    const data = { ...(session.data as object), eventStreamUri: 'wss://169.254.169.254/chat/jwt/x' };
    expect(await cloud.resume({ ...session, data }, signal)).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'stream.address', scope: 'conversation' },
    });
    await cloud.stop();
  });
});
