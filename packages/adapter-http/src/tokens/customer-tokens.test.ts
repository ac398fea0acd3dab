import { address } from '@trunkline/core';
import { ManualClock } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { ann } from '../../test/samples.ts';
import { createCustomerTokens } from './customer-tokens.ts';

const OLD = 'old-secret-0123456789';
const NEW = 'new-secret-0123456789';

function tokensOf({ secrets = [OLD], channel = 'web', clock = new ManualClock() } = {}) {
  return { clock, tokens: createCustomerTokens({ secrets, channel, clock }) };
}

describe('a customer token', () => {
  it.each(['ann', 'tenant/1 👩‍💻?#%', 'ü'.repeat(200), 'x'])('names %s, and when it is over', (customer) => {
    const { tokens, clock } = tokensOf();
    const { token, expiresAt } = tokens.mint(address(customer), 60);
    expect(expiresAt).toBe(clock.now() + 60_000);
    expect(tokens.read(token)).toEqual({ customer, expiresAt, expired: false });
    expect(token).toMatch(/^[\w.-]+$/);
  });

  it('is over when its time has come, and still known to be ours', async () => {
    const { tokens, clock } = tokensOf();
    const { token } = tokens.mint(ann, 60);
    await clock.advance(59_999);
    expect(tokens.read(token)?.expired).toBe(false);
    await clock.advance(1);
    expect(tokens.read(token)).toMatchObject({ customer: 'ann', expired: true });
  });

  it('opens after a restart, and while its secret is not the first any more', () => {
    const { token } = tokensOf().tokens.mint(ann, 60);
    expect(tokensOf().tokens.read(token)).not.toBeNull();
    expect(tokensOf({ secrets: [NEW, OLD] }).tokens.read(token)).not.toBeNull();
    expect(tokensOf({ secrets: [NEW] }).tokens.read(token)).toBeNull();
  });

  it('is signed with the first secret, so that the second may go', () => {
    const { token } = tokensOf({ secrets: [NEW, OLD] }).tokens.mint(ann, 60);
    expect(tokensOf({ secrets: [NEW] }).tokens.read(token)).not.toBeNull();
    expect(tokensOf({ secrets: [OLD] }).tokens.read(token)).toBeNull();
  });

  it('opens no other channel that has the same keys', () => {
    const { token } = tokensOf({ channel: 'web' }).tokens.mint(ann, 60);
    expect(tokensOf({ channel: 'app' }).tokens.read(token)).toBeNull();
  });

  it('is believed only as it was made', () => {
    const { tokens } = tokensOf();
    const { token } = tokens.mint(ann, 60);
    const [version, customer, expiry, signature = ''] = token.split('.');
    const bob = Buffer.from('bob').toString('base64url');
    const forged = [
      `${version}.${bob}.${expiry}.${signature}`,
      `${version}.${customer}.${Number(expiry) + 1}.${signature}`,
      `${version}.${customer}.${expiry}.${'A'.repeat(43)}`,
      `ct2.${customer}.${expiry}.${signature}`,
      `${version}.${customer}.${expiry}`,
      `${token}.`,
      ` ${token}`,
      `${token}\n`,
      signature,
      '',
      'x'.repeat(100_000),
    ];
    expect(forged.filter((one) => tokens.read(one) !== null)).toEqual([]);
  });
});
