import { describe, expect, it } from 'vitest';
import { mayDial } from './stream-address.ts';

const plain = new URL('http://127.0.0.1:4010');
const encrypted = new URL('https://api.mypurecloud.com');

describe('the address of an event stream', () => {
  it.each([
    ['wss://streaming.mypurecloud.com/chat/jwt/a.b.c', encrypted, true],
    ['wss://streaming.mypurecloud.com/chat/jwt/a.b.c', plain, true],
    ['ws://127.0.0.1:4010/chat/jwt/a.b.c', plain, true],
    ['wss://127.0.0.1/chat/jwt/a.b.c', encrypted, false],
    ['wss://127.1/chat/jwt/a.b.c', encrypted, false],
    ['wss://2130706433/chat/jwt/a.b.c', encrypted, false],
    ['wss://[::1]/chat/jwt/a.b.c', encrypted, false],
    ['wss://[::ffff:10.0.0.1]/chat/jwt/a.b.c', encrypted, false],
    ['wss://169.254.169.254/chat/jwt/a.b.c', encrypted, false],
    ['wss://localhost./chat/jwt/a.b.c', encrypted, false],
    ['wss://10.0.0.1/chat/jwt/a.b.c', encrypted, false],
    ['wss://10.0.0.1/chat/jwt/a.b.c', new URL('https://10.0.0.2'), true],
    ['wss://stream.internal/chat/jwt/a.b.c', new URL('https://genesys.internal'), true],
    ['ws://streaming.mypurecloud.com/chat/jwt/a.b.c', encrypted, false],
    ['http://127.0.0.1:4010/chat', plain, false],
    ['file:///etc/passwd', plain, false],
    ['wss://streaming.mypurecloud.com/chat#x', encrypted, false],
    ['streaming.mypurecloud.com', encrypted, false],
    ['', plain, false],
  ])('%s beside %s', (address, apiUrl, expected) => {
    expect(mayDial(address, apiUrl)).toBe(expected);
  });
});
