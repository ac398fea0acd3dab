import { describe, expect, it } from 'vitest';
import { failedBeforeWrite, networkCode } from './network-error.ts';
import { refusalOf } from './refusal.ts';

const answered = (status: number, body: unknown = undefined) =>
  refusalOf({ kind: 'answered', status, body, retryAfterMs: null, rate: null });
const own = (code: string, status: number) => ({ code, status, message: 'Conversation State', details: [] });

describe('a refusal', () => {
  it('goes by the code of the API’s own error', () => {
    expect(answered(400, own('chat.error.conversation.state', 400)).code).toBe('chat.error.conversation.state');
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    { message: 'x' },
    { code: 1, status: 400 },
    { code: 'not a code', status: 400 },
  ])('goes by the status when the body is %j', (body) => {
    expect(answered(400, body).code).toBe('http.400');
  });

  it.each([
    [400, true],
    [401, true],
    [404, true],
    [408, false],
    [413, true],
    [429, true],
    [500, false],
    [502, false],
    [503, true],
    [504, false],
    [302, false],
    [200, false],
  ])('of status %i in the API’s words is certainly not done: %s', (status, certain) => {
    expect(answered(status, own('some.code', status)).certain).toBe(certain);
  });

  it('of a 503 in other words may be done', () => {
    expect(answered(503, { message: 'upstream' }).certain).toBe(false);
  });
});

describe('an error of the network', () => {
  const error = (facts: object) => Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), facts);

  it.each([
    [{ code: 'ECONNREFUSED', syscall: 'connect' }, true],
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, true],
    [{ code: 'ETIMEDOUT', syscall: 'connect' }, true],
    [{ code: 'EHOSTUNREACH', syscall: 'connect' }, true],
    [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, true],
    [{ code: 'CERT_HAS_EXPIRED' }, true],
    [{ code: 'ECONNRESET', syscall: 'read' }, false],
    [{ code: 'EPIPE', syscall: 'write' }, false],
    [{ code: 'ETIMEDOUT', syscall: 'read' }, false],
    [{ code: 'UND_ERR_SOCKET' }, false],
    [{}, false],
  ])('%j came before the write: %s', (facts, before) => {
    expect(failedBeforeWrite(error(facts))).toBe(before);
  });

  it('is named without its words', () => {
    expect(networkCode(error({ code: 'ECONNREFUSED' }))).toBe('network.ECONNREFUSED');
    expect([networkCode(error({ code: 'at 10.0.0.1' })), networkCode(null)]).toEqual([
      'network.failed',
      'network.failed',
    ]);
  });
});
