import { describe, expect, it } from 'vitest';
import { defaultSystemTexts as texts } from '../domain/system-texts.ts';
import { type Said, type TranscriptOptions, transcriptParts } from './transcript.ts';

const limit = { limit: 200, unit: 'characters' } as const;

function said(count: number, text: (index: number) => string): readonly Said[] {
  return Array.from({ length: count }, (_, index) => ({
    author: { kind: 'customer', name: 'Ann' },
    text: text(index),
    when: 'noon',
  }));
}

function parts(kind: TranscriptOptions['kind'], all: readonly Said[]): readonly string[] {
  return transcriptParts(all, { kind, texts, limit });
}

describe('a transcript', () => {
  it('of what was said last is one message, also if something is left out', () => {
    for (let length = 1; length < 60; length += 1) {
      const [only, ...others] = parts(
        'recent',
        said(20, (index) => `${index} ${'x'.repeat(length)}`),
      );
      expect(others, `with texts of ${length}`).toEqual([]);
      expect(only).toMatch(/^What was said before[^\n]*\n(\(\d+ earlier[^\n]*\n)?Ann \(noon\): /);
    }
  });

  it('in several messages never breaks off before the words, so that none looks like something new', () => {
    const all = parts(
      'unanswered',
      said(30, (index) => (index % 3 === 0 ? 'ok' : `message number ${index}`)),
    );
    expect(all.length).toBeGreaterThan(2);
    for (const part of all.slice(1)) expect(part).toMatch(/^Ann \(noon\): /);
    expect(all.every(({ length }) => length <= limit.limit)).toBe(true);
    expect(all.join('\n').match(/Ann \(noon\)/g)).toHaveLength(30);
  });

  it('splits only what is longer than a message', () => {
    const all = parts(
      'unanswered',
      said(2, (index) => `${index} ${'word '.repeat(80)}`),
    );
    expect(all.every(({ length }) => length <= limit.limit)).toBe(true);
    expect(all.join(' ').match(/word/g)).toHaveLength(160);
  });

  it('says of the rest of such a message that it goes on, so that a last word does not look like something new', () => {
    const all = parts(
      'unanswered',
      said(2, (index) => `${index} ${'word '.repeat(80)}\nok`),
    );
    for (const part of all.slice(1)) expect(part).toMatch(/^(Ann \(noon\): |… )/);
    expect(all.every(({ length }) => length <= limit.limit)).toBe(true);
    expect(all.join(' ').match(/word/g)).toHaveLength(160);
  });

  it('is empty when there is nothing to tell', () => {
    expect(parts('unanswered', [])).toEqual([]);
  });
});
