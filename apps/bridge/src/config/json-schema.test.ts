// biome-ignore-all lint/suspicious/noThenProperty: a keyword of JSON Schema, and no promise.
import { describe, expect, it } from 'vitest';
import { configFolder } from '../testing/config-folder.ts';
import {
  GENERATED_ENVIRONMENT,
  goodConfig,
  numbersFrom,
  type Written,
  withChange,
} from '../testing/generated-config.ts';
import { accepts } from '../testing/json-schema-check.ts';
import { configJsonSchema } from './json-schema.ts';
import { draftConfig } from './load.ts';

const schema = configJsonSchema();

/** Hands out what the loader has against a config. JSON is YAML. */
async function withLoader(work: (problemsWith: (config: Written) => Promise<string>) => Promise<void>): Promise<void> {
  const folder = await configFolder('');
  try {
    await work(async (config) => {
      await folder.write('trunkline.yaml', JSON.stringify(config));
      const { problems } = await draftConfig({ file: 'trunkline.yaml', cwd: folder.folder }, GENERATED_ENVIRONMENT);
      return problems.count === 0 ? '' : problems.toError().message;
    });
  } finally {
    await folder.remove();
  }
}

describe('the published schema and the loader', () => {
  it('accept the same good configs', () =>
    withLoader(async (problemsWith) => {
      for (let seed = 1; seed <= 150; seed += 1) {
        const config = goodConfig(numbersFrom(seed));
        expect(await problemsWith(config), JSON.stringify(config)).toBe('');
        expect(accepts(schema, config), JSON.stringify(config)).toBe(true);
      }
    }));

  it(
    'agree about configs in which something was changed',
    () =>
      withLoader(async (problemsWith) => {
        const verdicts = { accepted: 0, refused: 0 };
        for (let seed = 1; seed <= 1_000; seed += 1) {
          const random = numbersFrom(seed);
          const config = withChange(goodConfig(random), random);
          const problems = await problemsWith(config);
          expect(accepts(schema, config), `${seed}: ${JSON.stringify(config)}\n${problems}`).toBe(problems === '');
          verdicts[problems === '' ? 'accepted' : 'refused'] += 1;
        }
        expect(verdicts.accepted).toBeGreaterThan(100);
        expect(verdicts.refused).toBeGreaterThan(500);
      }),
    30_000,
  );
});

describe('the checker of JSON Schema in these tests', () => {
  it.each<[object, Written, boolean]>([
    [{ type: 'integer' }, 1.5, false],
    [{ type: 'number' }, 1, true],
    [{ oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1, b: 1 }, false],
    [{ not: { required: ['a'] } }, { a: 1 }, false],
    [{ if: { required: ['a'] }, then: { required: ['b'] } }, { a: 1 }, false],
    [{ if: { required: ['a'] }, then: { required: ['b'] } }, {}, true],
    [{ properties: { a: {} }, additionalProperties: false }, { b: 1 }, false],
    [{ $defs: { a: { const: 1 } }, properties: { x: { $ref: '#/$defs/a' } } }, { x: 2 }, false],
    [{ allOf: [{ pattern: 'a' }, { pattern: 'b' }] }, 'a', false],
    [{ propertyNames: { pattern: '^a' } }, { b: 1 }, false],
  ])('%j about %j says %s', (one, value, verdict) => {
    expect(accepts(one as Record<string, unknown>, value)).toBe(verdict);
  });

  it('passes over no keyword', () => {
    expect(() => accepts({ maxLength: 1 }, 'ab')).toThrow('maxLength');
  });
});
