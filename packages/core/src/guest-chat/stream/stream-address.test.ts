import { describe, expect, it } from 'vitest';
import { mayDial } from './stream-address.ts';

const plain = new URL('http://127.0.0.1:4010');
const encrypted = new URL('https://api.mypurecloud.com');

describe('the address of an event stream', () => {
  it.each([
    ['wss://streaming.mypurecloud.com/chat/jwt/a.b.c', encrypted, true],
    ['wss://streaming.mypurecloud.com/chat/jwt/a.b.c', plain, true],
    ['ws://127.0.0.1:4010/chat/jwt/a.b.c', plain, true],
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
