import { describe, expect, it } from 'vitest';
import { joinParts } from './join-parts.ts';

function joined(...texts: readonly string[]): readonly string[] {
  return joinParts(texts.map((text) => ({ text }))).map(({ text }) => text);
}

describe('what came in parts', () => {
  it('is one message', () => {
    expect(joined('one', '(1/2) a', '(2/2) b', 'two')).toEqual(['one', 'a b', 'two']);
  });

  it('is not there without one of its parts', () => {
    expect(joined('(1/3) a', '(2/3) b', 'two')).toEqual(['two']);
    expect(joined('(2/2) b', 'two')).toEqual(['two']);
    expect(joined('(1/2) a', '(1/2) c', '(2/2) d')).toEqual(['c d']);
  });

  it('is there twice if a part of it is', () => {
    expect(joined('(1/2) a', '(2/2) b', '(2/2) b')).toEqual(['a b', 'a b']);
    expect(joined('(1/2) a', '(1/2) a', '(2/2) b')).toEqual(['a b', 'a b']);
  });

  it('may be the same as what came before', () => {
    expect(joined('(1/2) a', '(2/2) b', '(1/2) a', '(2/2) b')).toEqual(['a b', 'a b']);
  });

  it('may have something else in between', () => {
    expect(joined('(1/2) a', 'two', '(2/2) b')).toEqual(['two', 'a b']);
  });
});
