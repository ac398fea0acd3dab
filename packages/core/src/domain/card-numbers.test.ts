import { describe, expect, it } from 'vitest';
import { maskCardNumbers } from './card-numbers.ts';

describe('card numbers', () => {
  it.each<[string, string]>([
    ['4111111111111111', '************1111'],
    ['my card is 4111 1111 1111 1111, thanks', 'my card is **** **** **** 1111, thanks'],
    ['5500-0000-0000-0004', '****-****-****-0004'],
    ['3782 822463 10005', '**** ****** *0005'],
    ['4222222222222', '*********2222'],
    ['6304000000000000000', '***************0000'],
    ['4111.1111.1111.1111', '****.****.****.1111'],
    ['4111\n1111\n1111\n1111', '****\n****\n****\n1111'],
    ['4111 1111 1111 1111 12/26', '**** **** **** 1111 12/26'],
    ['4111 1111 1111 1111 5500 0000 0000 0004', '**** **** **** 1111 **** **** **** 0004'],
    ['1 4111111111111111', '1 ************1111'],
  ])('%j becomes %j', (text, masked) => {
    expect(maskCardNumbers(text)).toBe(masked);
  });

  it.each([
    '4111111111111112',
    '411111111111',
    '41111111111111111111111111',
    '99994111111111111111999',
    '+44 20 7946 0958',
    'order 2026-03-01 at 12.30',
    'IBAN CH93 0076 2011 6238 5295 7',
    '',
    'no digits',
  ])('%j is left alone', (text) => {
    expect(maskCardNumbers(text)).toBe(text);
  });

  it('are found in a text of nothing else, however long', () => {
    const card = '4111 1111 1111 1111 ';
    expect(maskCardNumbers(card.repeat(50_000))).toBe('**** **** **** 1111 '.repeat(50_000));
  });
});
