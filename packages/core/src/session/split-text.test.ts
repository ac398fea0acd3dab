import { expect, it } from 'vitest';
import { splitText } from './split-text.ts';

const encoder = new TextEncoder();

it('cuts between graphemes where there is no space', () => {
  const family = '👨‍👩‍👧';
  expect(splitText(family.repeat(3), { limit: 20, unit: 'characters' })).toEqual([family.repeat(2), family]);
});

it('cuts after a space in the second half of a part', () => {
  expect(splitText('one two three', { limit: 9, unit: 'characters' })).toEqual(['one two ', 'three']);
});

it.each(['characters', 'bytes'] as const)('joined again, parts counted in %s are the text, and each fits', (unit) => {
  const text = `${'a\u0301'.repeat(40)} 🇩🇪🇫🇷 ${'e\u0301'.repeat(5)}${'\u0301'.repeat(60)} ${'😀'.repeat(30)}\nend \ud800 `;
  for (const limit of [4, 5, 7, 16, 33]) {
    const parts = splitText(text, { limit, unit });
    expect(parts.join('')).toBe(text);
    for (const part of parts) {
      expect(part).not.toBe('');
      expect(unit === 'bytes' ? encoder.encode(part).length : part.length).toBeLessThanOrEqual(limit);
    }
  }
});

it('never cuts a surrogate pair, even where it does not fit', () => {
  expect(splitText('😀😀', { limit: 1, unit: 'characters' })).toEqual(['😀', '😀']);
});

it('segments no more of the text than one part at a time', () => {
  const lengths: number[] = [];
  const segment = Intl.Segmenter.prototype.segment;
  Intl.Segmenter.prototype.segment = function (this: Intl.Segmenter, text: string) {
    lengths.push(text.length);
    return segment.call(this, text);
  };
  try {
    expect(splitText('z'.repeat(100_000), { limit: 4_000, unit: 'characters' })).toHaveLength(25);
  } finally {
    Intl.Segmenter.prototype.segment = segment;
  }
  expect(Math.max(...lengths)).toBeLessThan(4_010);
});
