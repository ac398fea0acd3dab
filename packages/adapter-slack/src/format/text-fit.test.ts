import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTextFit, LONGEST_TEXT } from './text-fit.ts';
import { toMrkdwn } from './to-mrkdwn.ts';

const { fit } = createTextFit();
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'word ',
        '\n',
        '\n\n',
        '&&&&',
        '<x>',
        '👩‍👩‍👧‍👦',
        'e\u0301',
        '\u{1f1e9}\u{1f1ea}',
        ' ',
        'https://a.example/b?c&d ',
      ),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 120 },
  )
  .map((pieces) => pieces.join('').replaceAll('`', "'"));

it('parts fit and hold all that shows, in order', () => {
  const small = createTextFit(60);
  const segments = (text: string) => [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);
  fc.assert(
    fc.property(texts, (text) => {
      const parts = small.fit(text);
      expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      for (const part of parts) {
        const size = toMrkdwn(part).length;
        if (size > 60) expect(segments(part)).toHaveLength(1);
      }
    }),
    { numRuns: 500 },
  );
});

it('cuts no family of emoji and no letter from its accent', () => {
  const family = '👩‍👩‍👧‍👦';
  expect(createTextFit(20).fit(family.repeat(4))).toEqual([family, family, family, family]);
  expect(
    createTextFit(20)
      .fit('e\u0301'.repeat(25))
      .map((part) => part.length),
  ).toEqual([20, 20, 10]);
});

it('a short text is one part, an empty one too', () => {
  expect(fit('short')).toEqual(['short']);
  expect(fit('')).toEqual(['']);
});

it('sends no part that shows nothing', () => {
  expect(
    createTextFit(20)
      .fit(`a${' '.repeat(70)}b`)
      .map((part) => part.trim()),
  ).toEqual(['a', 'b']);
  expect(createTextFit(20).fit('\n'.repeat(70))).toHaveLength(1);
});

it('counts what escaping adds', () => {
  const parts = fit('&'.repeat(2_000));
  expect(parts).toHaveLength(3);
  for (const part of parts) expect(toMrkdwn(part).length).toBeLessThanOrEqual(LONGEST_TEXT);
});

it('cuts at an empty line before a line before a space', () => {
  const small = createTextFit(20);
  expect(small.fit('aaaa bbb ccc\n\ndd eee fff')).toEqual(['aaaa bbb ccc\n\n', 'dd eee fff']);
  expect(small.fit('aaaa bbb ccc dd\neee fff')).toEqual(['aaaa bbb ccc dd\n', 'eee fff']);
  expect(small.fit('aaaa bbb ccc dd eee fff')).toEqual(['aaaa bbb ccc dd eee ', 'fff']);
});

it('closes code that is cut and opens it again', () => {
  const lines = Array.from({ length: 40 }, (_, n) => `line ${n};`).join('\n');
  const parts = createTextFit(120).fit(`before\n\`\`\`\n${lines}\n\`\`\`\nafter`);
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) {
    expect(toMrkdwn(part).length).toBeLessThanOrEqual(120);
    expect((part.split('```').length - 1) % 2, part).toBe(0);
  }
  const seen = parts.join('\n').matchAll(/line (\d+);/g);
  expect([...seen].map(([, n]) => Number(n))).toEqual(Array.from({ length: 40 }, (_, n) => n));
});

it('a fence is never cut in two, and a text of fences alone ends', () => {
  const small = createTextFit(20);
  fc.assert(
    fc.property(fc.array(fc.constantFrom('`', '```', 'a', '\n', ' ', 'bcd'), { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      const letters = small.fit(text).join('').replace(/[`\s]/g, '');
      expect(letters).toBe(text.replace(/[`\s]/g, ''));
    }),
  );
});
