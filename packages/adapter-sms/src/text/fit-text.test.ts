import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, it } from 'vitest';
import { type Fitting, fitText } from './fit-text.ts';
import { graphemesOf } from './graphemes.ts';

const usual: Fitting = { segmentsPerMessage: 10, partNumbers: true, foldQuotes: false };
const segments = (text: string) => new SegmentedMessage(text).segmentsCount;

it('leaves alone what fits', () => {
  for (const text of ['short', 'x'.repeat(1_530), 'ü'.repeat(1_530), '😀'.repeat(330), '  spaces stay  '])
    expect(fitText(text, usual)).toEqual([text]);
});

it('lets go of line ends that would cost another segment', () => {
  expect(fitText(`${'x'.repeat(160)}\n\n`, { ...usual, segmentsPerMessage: 1 })).toEqual(['x'.repeat(160)]);
});

it('splits a reply of 2,000 characters with emoji into numbered parts, in order and without a loss', () => {
  const text = Array.from({ length: 250 }, (_, n) => (n % 40 === 0 ? `😀${n}` : `word${n}`)).join(' ');
  const parts = fitText(text, usual);
  expect(parts.length).toBeGreaterThan(1);
  parts.forEach((part, index) => {
    expect(part.startsWith(`(${index + 1}/${parts.length}) `)).toBe(true);
  });
  expect(unnumbered(parts).join(' ')).toBe(text);
});

it('needs no more parts than there are segments for: a part without emoji has more room', () => {
  const plain = 'a '.repeat(760);
  const parts = fitText(`${plain}😀`, usual);
  expect(parts.map(segments)).toEqual([10, 1]);
});

it('breaks at a line end, else at a space, else wherever it must', () => {
  const limits = { ...usual, segmentsPerMessage: 1, partNumbers: false };
  expect(fitText(`${'a'.repeat(140)}\nb ${'c'.repeat(60)}`, limits)).toEqual(['a'.repeat(140), `b ${'c'.repeat(60)}`]);
  expect(fitText(`${'a'.repeat(100)} ${'b'.repeat(100)}`, limits)).toEqual(['a'.repeat(100), 'b'.repeat(100)]);
  expect(fitText('a'.repeat(200), limits)).toEqual(['a'.repeat(160), 'a'.repeat(40)]);
});

it('numbers more than nine parts with as many digits as it takes', () => {
  const parts = fitText('word '.repeat(400), { ...usual, segmentsPerMessage: 1 });
  expect(parts.length).toBeGreaterThan(9);
  expect(parts[0]?.startsWith(`(1/${parts.length}) word`)).toBe(true);
  for (const part of parts) expect(segments(part)).toBe(1);
});

it('folds what word processors write, if asked to', () => {
  const folding = { ...usual, foldQuotes: true };
  expect(fitText('“It’s — fine…”\u00a0ok', folding)).toEqual([`"It's - fine..." ok`]);
  expect(fitText('“It’s”', usual)).toEqual(['“It’s”']);
});

it('takes apart what no segment can hold whole', () => {
  const heap = `e${'\u0301'.repeat(200)}`;
  const parts = fitText(heap.repeat(20), { ...usual, segmentsPerMessage: 1 });
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(70);
});

it('counts the line ends that go out: those of Windows are plain ones', () => {
  const text = `${'a'.repeat(159)}\r\n`;
  const [only, ...more] = fitText(text, { ...usual, segmentsPerMessage: 1 });
  expect([only, more]).toEqual([`${'a'.repeat(159)}\n`, []]);
  expect(segments(only ?? '')).toBe(1);
});

it('sends no empty part', () => {
  expect(fitText(`${' '.repeat(5_000)}x`, usual).every((part) => part.trim() !== '')).toBe(true);
  expect(fitText(' '.repeat(5_000), usual)).toHaveLength(1);
});

describe('any text', () => {
  const word = fc.array(fc.constantFrom(...'abcde€{é', 'ç', '“', '😀', '👩‍💻', '🇩🇪', 'e\u0301', '文'), {
    minLength: 1,
    maxLength: 30,
  });
  const text = fc
    .array(
      word.map((letters) => letters.join('')),
      { minLength: 1, maxLength: 120 },
    )
    .map((words) => words.join(' '));

  it.each([1, 2, 10])(
    'keeps within %i segments and 1,600 characters, and within what is read as one',
    { timeout: 60_000 },
    (most) => {
      fc.assert(
        fc.property(text, (said) => {
          const parts = fitText(said, { ...usual, segmentsPerMessage: most });
          for (const part of parts) {
            expect(segments(part)).toBeLessThanOrEqual(most);
            expect(part.length).toBeLessThanOrEqual(1_600);
          }
          const letters = unnumbered(parts)
            .flatMap((part) => graphemesOf(part))
            .filter((one) => one !== ' ');
          expect(letters).toEqual(graphemesOf(said).filter((one) => one !== ' '));
          expect(fitText(said, { ...usual, segmentsPerMessage: most })).toEqual(parts);
        }),
        { numRuns: 40 },
      );
    },
  );
});

function unnumbered(parts: readonly string[]): readonly string[] {
  return parts.length === 1 ? parts : parts.map((part) => part.replace(/^\(\d+\/\d+\) /, ''));
}
