import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { type SignedRequest, verifySignature } from './verify-signature.ts';

const NOW = Date.UTC(2026, 0, 1);

function request(
  changes: Partial<SignedRequest> & { readonly ageS?: number; readonly signedBy?: string } = {},
): SignedRequest {
  const { ageS = 0, signedBy = 'secret', ...rest } = changes;
  const body = rest.body ?? new TextEncoder().encode('{"type":"event_callback"}');
  const timestamp = String(NOW / 1000 - ageS);
  const digest = createHmac('sha256', signedBy).update(`v0:${timestamp}:`).update(body).digest('hex');
  return { body, timestamp, signature: `v0=${digest}`, secrets: ['secret'], now: NOW, ...rest };
}

it.each([0, 299, 300, -299, -300])('believes what was signed %d seconds ago', (ageS) => {
  expect(verifySignature(request({ ageS }))).toBe('good');
});

it('refuses what was signed too long ago, or in the future', () => {
  expect(verifySignature(request({ ageS: 301 }))).toBe('stale');
  expect(verifySignature(request({ ageS: -301 }))).toBe('future');
  expect(verifySignature(request({ ageS: -3_600 }))).toBe('future');
});

it('refuses another key, another body, and what is no signature', () => {
  expect(verifySignature(request({ signedBy: 'other' }))).toBe('bad');
  expect(verifySignature({ ...request(), body: new TextEncoder().encode('{}') })).toBe('bad');
  expect(verifySignature(request({ signature: 'v0=' }))).toBe('bad');
  expect(verifySignature(request({ signature: `v1=${'0'.repeat(64)}` }))).toBe('bad');
});

it('refuses a request without signature or time', () => {
  expect(verifySignature(request({ signature: undefined }))).toBe('missing');
  expect(verifySignature(request({ timestamp: undefined }))).toBe('missing');
  expect(verifySignature(request({ timestamp: 'yesterday' }))).toBe('missing');
});

it('checks a request without a body like any other', () => {
  const body = new Uint8Array();
  expect(verifySignature(request({ body }))).toBe('good');
  expect(verifySignature(request({ body, signedBy: 'other' }))).toBe('bad');
});

it('believes each of two secrets while they are rotated', () => {
  expect(verifySignature(request({ signedBy: 'old', secrets: ['new', 'old'] }))).toBe('good');
  expect(verifySignature(request({ signedBy: 'older', secrets: ['new', 'old'] }))).toBe('bad');
});
