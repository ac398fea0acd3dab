import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { expect, it } from 'vitest';
import { segmentsOf } from './segments.ts';

const oracle = (text: string) => new SegmentedMessage(text).segmentsCount;

it.each([
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  ['ç'.repeat(71), 2],
  ['Ç'.repeat(160), 1],
  ['😀'.repeat(35), 1],
  ['😀'.repeat(36), 2],
  ['“quoted”'.repeat(9), 2],
  ['', 1],
])('counts %j as the vendor does', (text, segments) => {
  expect([segmentsOf(text), oracle(text)]).toEqual([segments, segments]);
});

it('does not break an escape or a pair of surrogates between two segments', () => {
  for (const text of [`${'a'.repeat(152)}€${'a'.repeat(152)}`, `${'ä'.repeat(66)}ç😀${'b'.repeat(66)}`])
    expect(segmentsOf(text)).toBe(oracle(text));
});

const letter = fc.constantFrom(...'abc xyz\n€{}[]~^|\\é', 'ç', '“', '…', '😀', '👩‍💻', '🇩🇪', 'é', '文', 'Ω', '\f');

it('counts any text as the vendor does', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(letter, { maxLength: 700 }), (letters) => {
      const text = letters.join('');
      expect(segmentsOf(text)).toBe(oracle(text));
    }),
    { numRuns: 150 },
  );
});

it('counts any text without rare letters as the vendor does', { timeout: 60_000 }, () => {
  const plain = fc.constantFrom(...'abcdefgh €{}ÄÖÜ@£$_\n');
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 1_000 }), (letters) => {
      expect(segmentsOf(letters.join(''))).toBe(oracle(letters.join('')));
    }),
    { numRuns: 100 },
  );
});
