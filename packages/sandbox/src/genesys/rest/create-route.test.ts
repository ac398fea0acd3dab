import { describe, expect, it } from 'vitest';
import { call, goodCreate, guestBase } from '../../../test/guest.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import type { Deployment } from '../deployment.ts';

const prefix = 'chat.error.notnull.createconversationrequest.journeycontext';
const customer = { id: 'c', idType: 't' };

describe('creating a conversation', () => {
  it('answers as thinly as the captured payloads', async () => {
    const sandbox = await sandboxForTest();
    const { status, body, headers } = await call(sandbox.url, 'POST', guestBase, { body: goodCreate });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['id', 'jwt', 'eventStreamUri', 'member']);
    expect(Object.keys(body.member)).toEqual(['id']);
    expect(body.eventStreamUri).toBe(`ws://127.0.0.1:${sandbox.port}/chat/jwt/${body.jwt}`);
    expect(headers.get('inin-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('signs the claims of captured tokens', async () => {
    const sandbox = await sandboxForTest({ jwtTtlS: 100 });
    const { body } = await call(sandbox.url, 'POST', guestBase, { body: goodCreate });
    const claims = JSON.parse(Buffer.from(body.jwt.split('.')[1], 'base64url').toString());
    expect(claims).toEqual({
      data: { conv: body.id, did: 'dep-1', sub: body.member.id },
      iat: expect.any(Number),
      exp: claims.iat + 100,
      iss: 'urn:purecloud:webchat',
      org: 'org-1',
    });
  });

  it.each([
    ['no JSON', '{', 400, 'bad.request'],
    ['no object', [], 400, 'bad.request'],
    ['no organization', { ...goodCreate, organizationId: undefined }, 400, 'chat.error.bad.request'],
    [
      'no deployment',
      { ...goodCreate, deploymentId: undefined },
      400,
      'chat.error.pattern.createconversationrequest.deploymentid',
    ],
    [
      'no target',
      { ...goodCreate, routingTarget: undefined },
      400,
      'chat.error.notnull.createconversationrequest.routingtarget',
    ],
    [
      'another target type',
      { ...goodCreate, routingTarget: { targetType: 'USER', targetAddress: 'x' } },
      400,
      'chat.error.createconversationrequest.routingtarget',
    ],
    [
      'no target address',
      { ...goodCreate, routingTarget: { targetType: 'QUEUE' } },
      400,
      'chat.error.createconversationrequest.routingtarget',
    ],
    [
      'no display name',
      { ...goodCreate, memberInfo: {} },
      400,
      'chat.error.notnull.createconversationrequest.memberinfo.displayname',
    ],
    [
      'a custom field that is no string',
      { ...goodCreate, memberInfo: { displayName: 'A', customFields: { n: 1 } } },
      400,
      'chat.error.bad.request',
    ],
    ['a journey without customer', { ...goodCreate, journeyContext: {} }, 400, `${prefix}.customer`],
    [
      'a journey customer without id',
      { ...goodCreate, journeyContext: { customer: { idType: 't' } } },
      400,
      `${prefix}.customer.customerid`,
    ],
    [
      'a journey action without map version',
      { ...goodCreate, journeyContext: { customer, triggeringAction: { id: 'a', actionMap: { id: 'm' } } } },
      400,
      `${prefix}.triggeringaction.actionmapversion`,
    ],
  ])('refuses %s', async (_name, body, status, code) => {
    const sandbox = await sandboxForTest();
    const reply = await call(sandbox.url, 'POST', guestBase, { body });
    expect({ status: reply.status, code: reply.body.code }).toEqual({ status, code });
    expect(reply.body.contextId).toBe(reply.headers.get('inin-correlation-id'));
    expect(sandbox.control.conversations()).toEqual([]);
  });

  it.each([
    ['a lower-case target type', { ...goodCreate, routingTarget: { targetType: 'queue', targetAddress: 'Support' } }],
    ['members it does not know', { ...goodCreate, memberInfo: { displayName: 'A', role: 'CUSTOMER' }, extra: 1 }],
    ['a whole journey', { ...goodCreate, journeyContext: { customer } }],
  ])('takes %s', async (_name, body) => {
    const sandbox = await sandboxForTest();
    expect((await call(sandbox.url, 'POST', guestBase, { body })).status).toBe(200);
  });

  it('wants GUIDs for deployments when it is turned so', async () => {
    const sandbox = await sandboxForTest({ guidDeploymentIds: true });
    const guid = { ...goodCreate, deploymentId: '3f2b1c4d-0000-4000-8000-0123456789ab' };
    expect((await call(sandbox.url, 'POST', guestBase, { body: goodCreate })).status).toBe(400);
    expect((await call(sandbox.url, 'POST', guestBase, { body: guid })).status).toBe(200);
  });
});

describe('deployments', () => {
  const memberAuthToken = 'signed';
  it.each<[string, Omit<Deployment, 'id'>, object, number, string]>([
    ['a disabled one', { disabled: true }, {}, 400, 'chat.deployment.disabled'],
    ['one for known guests', { authenticationRequired: true }, {}, 400, 'chat.deployment.require.auth'],
    ['a foreign auth token', { memberAuthTokens: ['x'] }, { memberAuthToken }, 400, 'chat.deployment.bad.auth'],
    ['another queue', { queues: ['Sales'] }, {}, 400, 'chat.error.invalid.queue'],
    ['a broken flow', { invalidFlow: true }, {}, 400, 'chat.error.invalid.flow'],
    ['another origin', { allowedDomains: ['https://a.example'] }, {}, 403, 'origin.not.allowed'],
  ])('refuse for %s', async (_name, deployment, extra, status, code) => {
    const sandbox = await sandboxForTest({ deployments: [{ id: 'dep-1', ...deployment }] });
    const headers = { origin: 'https://b.example' };
    const reply = await call(sandbox.url, 'POST', guestBase, { body: { ...goodCreate, ...extra }, headers });
    expect({ status: reply.status, code: reply.body.code }).toEqual({ status, code });
  });

  it('are unknown when others are configured', async () => {
    const sandbox = await sandboxForTest({ deployments: [{ id: 'other' }] });
    const reply = await call(sandbox.url, 'POST', guestBase, { body: goodCreate });
    expect({ status: reply.status, code: reply.body.code }).toEqual({ status: 404, code: 'not.found' });
  });
});
