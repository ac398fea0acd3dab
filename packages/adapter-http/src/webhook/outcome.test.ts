import { describe, expect, it } from 'vitest';
import { outcomeOfAnswer, outcomeOfError, parseRetryAfter } from './outcome.ts';

describe('an answer of the receiver', () => {
  it.each([
    [200, 'accepted', null],
    [299, 'accepted', null],
    [301, 'rejected', 'route'],
    [304, 'rejected', 'route'],
    [400, 'rejected', 'message'],
    [422, 'rejected', 'message'],
    [408, 'unknown', 'route'],
    [410, 'rejected', 'route'],
    [429, 'rejected', 'route'],
    [500, 'unknown', 'route'],
    [503, 'unknown', 'route'],
    [599, 'unknown', 'route'],
  ])('%i means %s, scope %s', (status, outcome, scope) => {
    const result = outcomeOfAnswer({ status, retryAfterMs: null }, 'd_1');
    expect(result.outcome).toBe(outcome);
    if (result.outcome === 'accepted') expect(result.key).toBe('d_1');
    else expect(result.failure).toMatchObject({ code: `http.webhook.${status}`, scope, retryable: true });
  });
});

describe('an exchange without an answer', () => {
  it.each([
    [{ code: 'ECONNREFUSED', syscall: 'connect' }, 'rejected'],
    [{ code: 'ETIMEDOUT', syscall: 'connect' }, 'rejected'],
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'rejected'],
    [{ code: 'ECONNREFUSED' }, 'rejected'],
    [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, 'rejected'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'rejected'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'rejected'],
    [{ code: 'ECONNRESET', syscall: 'read' }, 'unknown'],
    [{ code: 'EPIPE', syscall: 'write' }, 'unknown'],
    [{ code: 'UND_ERR_SOCKET' }, 'unknown'],
    [{ code: 'UND_ERR_HEADERS_TIMEOUT' }, 'unknown'],
    [{}, 'unknown'],
  ])('%o means %s', (facts, outcome) => {
    const result = outcomeOfError(Object.assign(new Error('secret.example.com'), facts), false);
    expect(result.outcome).toBe(outcome);
    expect(JSON.stringify(result)).not.toContain('secret.example.com');
  });

  it('is unknown once the deadline has passed, whatever broke', () => {
    const error = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    expect(outcomeOfError(error, true).outcome).toBe('unknown');
  });
});

it.each([
  ['120', 120_000],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['9'.repeat(400), 86_400_000],
  ['Thu, 01 Jan 2099 00:00:00 GMT', 86_400_000],
  ['soon', null],
  ['', null],
  [undefined, null],
])('reads Retry-After: %s as %s', (value, expected) => {
  expect(parseRetryAfter(value, Date.UTC(2026, 0, 1))).toBe(expected);
});
