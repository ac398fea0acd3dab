// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the config file.
import { describe, expect, it } from 'vitest';
import { interpolate } from './interpolate.ts';

describe('interpolate', () => {
  const environment = { NAME: 'value', EMPTY: '', DOLLARS: '$& ${NAME} $1' };

  it.each([
    ['plain text', 'plain text'],
    ['${NAME}', 'value'],
    ['a ${NAME} and ${NAME}', 'a value and value'],
    ['${UNSET:-fallback}', 'fallback'],
    ['${UNSET:-}', ''],
    ['${UNSET:-http://x:80/?a=b:-c}', 'http://x:80/?a=b:-c'],
    ['${EMPTY}', ''],
    ['${EMPTY:-fallback}', 'fallback'],
    ['${NAME:-fallback}', 'value'],
    ['$${NAME}', '${NAME}'],
    ['$NAME $', '$NAME $'],
    ['${DOLLARS}', '$& ${NAME} $1'],
  ])('turns %s into %s', (text, expected) => {
    expect(interpolate(text, environment)).toEqual({ ok: true, text: expected });
  });

  it('names every variable that is not set', () => {
    const result = interpolate('${ONE} ${NAME} ${TWO}', environment);
    expect(result.ok ? [] : result.problems).toEqual([
      expect.stringContaining('environment variable ONE is not set'),
      expect.stringContaining('environment variable TWO is not set'),
    ]);
  });

  it.each(['${', '${NAME', '${1NAME}', '${NA ME}', '${}'])('refuses the malformed reference %s', (text) => {
    const result = interpolate(text, environment);
    expect(result.ok ? [] : result.problems).toEqual([expect.stringContaining('a reference is written')]);
  });
});
