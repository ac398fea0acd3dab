import { describe, expect, it } from 'vitest';
import { isLoopbackHost, isSameOrigin } from './page-guard.ts';

describe('the guard of the page', () => {
  it.each(['127.0.0.1:4000', 'localhost:4000', 'LOCALHOST', '[::1]:4000'])('knows %s as this machine', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each([undefined, '', 'evil.example', 'localhost.evil.example:4000', '127.0.0.1.evil.example', '192.168.0.2:4000'])(
    'does not know %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(false);
    },
  );

  it('takes changes from the page itself', () => {
    expect(isSameOrigin('127.0.0.1:4000', 'http://127.0.0.1:4000')).toBe(true);
  });

  it.each([undefined, 'null', 'http://evil.example', 'http://127.0.0.1:4001', 'https://127.0.0.1:4000'])(
    'takes none from the origin %s',
    (origin) => {
      expect(isSameOrigin('127.0.0.1:4000', origin)).toBe(false);
    },
  );
});
