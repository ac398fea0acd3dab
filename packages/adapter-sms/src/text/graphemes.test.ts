import fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphemesOf } from './graphemes.ts';

const atOnce = (text: string) =>
  Array.from(new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment);

it('finds in a long text what the segmenter finds in one go, wherever its windows end', () => {
  const atom = fc.constantFrom(
    'a',
    ' ',
    '\r\n',
    'e\u0301',
    '👨‍👩‍👧‍👦',
    '🇩🇪',
    '🇨',
    '👍🏽',
    '각',
    'नि',
    '\u200d',
    '\ud83d',
    '\ude00',
  );
  fc.assert(
    fc.property(fc.array(atom, { minLength: 1, maxLength: 9 }), fc.nat(20), (atoms, shift) => {
      const text = 'x'.repeat(shift) + atoms.join('').repeat(Math.ceil(3_000 / atoms.join('').length));
      expect(graphemesOf(text)).toEqual(atOnce(text));
    }),
    { numRuns: 200 },
  );
});

it('keeps together what is longer than a window', () => {
  const heap = `e${'\u0301'.repeat(2_500)}`;
  expect(graphemesOf(`${heap}ab`)).toEqual([heap, 'a', 'b']);
});

it('looks at each part of a text once or twice, however long it is', () => {
  const given: number[] = [];
  const { segment } = Intl.Segmenter.prototype;
  Intl.Segmenter.prototype.segment = function (text) {
    given.push(text.length);
    return segment.call(this, text);
  };
  try {
    const text = '😀 hé '.repeat(20_000);
    graphemesOf(text);
    expect(Math.max(...given)).toBeLessThan(2_000);
    expect(given.reduce((sum, one) => sum + one)).toBeLessThan(2 * text.length);
  } finally {
    Intl.Segmenter.prototype.segment = segment;
  }
});
