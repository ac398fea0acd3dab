import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { isSigned, type SignedWebhook } from './webhook-signature.ts';

const NOW = Date.UTC(2026, 0, 2);
const SECRET = `whsec_${randomBytes(32).toString('base64')}`;

function signed(text: string, secret: string): SignedWebhook {
  const signature = new Webhook(secret).sign('d_1', new Date(NOW), text);
  return { id: 'd_1', timestamp: String(NOW / 1_000), signature, body: Buffer.from(text) };
}

describe('the signature of a webhook', () => {
  it('is valid as the reference library makes it', () => {
    expect(isSigned(signed('{"a":"é"}', SECRET), SECRET, NOW)).toBe(true);
  });

  it('is valid when one of several fits', () => {
    const webhook = signed('{}', SECRET);
    expect(isSigned({ ...webhook, signature: `v1,AAAA v1a,xx ${webhook.signature}` }, SECRET, NOW)).toBe(true);
  });

  it.each<[string, Partial<SignedWebhook>]>([
    ['the body was changed', { body: Buffer.from('{"a":2}') }],
    ['the id was changed', { id: 'd_2' }],
    ['the time was changed', { timestamp: String(NOW / 1_000 + 1) }],
    ['the time is none', { timestamp: 'now' }],
    ['it is absent', { signature: '' }],
    ['it is of another version', { signature: 'v2,AAAA' }],
  ])('is not valid when %s', (_what, change) => {
    expect(isSigned({ ...signed('{"a":1}', SECRET), ...change }, SECRET, NOW)).toBe(false);
  });

  it('is not valid with another secret', () => {
    expect(isSigned(signed('{}', `whsec_${randomBytes(32).toString('base64')}`), SECRET, NOW)).toBe(false);
  });

  it.each([-301_000, 301_000])('is not valid %i ms from when it was made', (offMs) => {
    expect(isSigned(signed('{}', SECRET), SECRET, NOW + offMs)).toBe(false);
  });
});
