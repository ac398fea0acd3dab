import { describe, expect, it } from 'vitest';
import { type GuestSession, readSession, storedSession } from './guest-session.ts';
import { jwtExpiry } from './jwt-expiry.ts';

const guest: GuestSession = {
  conversationId: 'c1',
  memberId: 'm1',
  jwt: 'h.p.s',
  eventStreamUri: 'wss://streaming.example/chat/jwt/h.p.s',
  expiresAt: 1_800_000_000_000,
};

describe('a stored session', () => {
  it('survives JSON and names its conversation', () => {
    const stored = storedSession(guest);
    expect(stored).toMatchObject({ transport: 'guest-chat', id: 'c1' });
    expect(readSession(JSON.parse(JSON.stringify(stored)))).toEqual(guest);
  });

  it('of another transport is not taken for one', () => {
    for (const data of [null, 'x', {}, { ...guest, jwt: '' }, { conversationId: 'c1' }])
      expect(readSession({ transport: 'guest-chat', id: 'c1', data })).toBeNull();
  });
});

describe('the expiry of a token', () => {
  const token = (payload: unknown) => `h.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.s`;

  it('is its exp claim, in milliseconds', () => {
    expect(jwtExpiry(token({ exp: 1_700_000_000, iss: 'urn:purecloud:webchat' }))).toBe(1_700_000_000_000);
  });

  it('is unknown for a token that does not say', () => {
    for (const jwt of [
      '',
      'abc',
      'a.b.c',
      token({}),
      token({ exp: 'soon' }),
      token(null),
      token({ exp: -1 }),
      token({ exp: 0 }),
      token({ exp: 1e300 }),
    ])
      expect(jwtExpiry(jwt)).toBeNull();
  });
});
