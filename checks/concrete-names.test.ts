import { expect, it } from 'vitest';
import type { TextFile } from './repository.ts';
import { placeOf, productionFiles } from './source-file.ts';
import { parseModule, stringOf } from './syntax.ts';

const CONCRETE = /@trunkline\/(?:(?:adapter|store|genesys)-|sandbox|core\/guest-chat)/;
/** The demo starts the sandbox as a program. */
const SANDBOX = /^@trunkline\/sandbox(\/|$)/;
const WIRING = 'apps/bridge/src/wiring.ts';

/** Where the bridge names a concrete package in a string, such as one to be loaded later. */
function concreteNames({ path, text }: TextFile): readonly string[] {
  const place = placeOf(path);
  if (place?.workspace !== 'apps/bridge' || path === WIRING) return [];
  return parseModule(text).all.flatMap((syntax) => {
    const value = syntax.type === 'TemplateElement' ? JSON.stringify(syntax.raw['value']) : stringOf(syntax);
    if (value === null || !CONCRETE.test(value)) return [];
    return place.area === 'demo' && SANDBOX.test(value) ? [] : [`${path}:${syntax.line} names ${value}`];
  });
}

it('only the wiring names concrete packages', () => {
  expect(productionFiles().flatMap(concreteNames)).toEqual([]);
});

it('finds names in strings, templates and imports', () => {
  const path = 'apps/bridge/src/compose/a.ts';
  const text = `load('@trunkline/adapter-sms'); load(\`@trunkline/store-\${name}\`); import '@trunkline/sandbox';`;
  expect(concreteNames({ path, text })).toHaveLength(3);
  expect(concreteNames({ path: WIRING, text })).toEqual([]);
  expect(concreteNames({ path: 'apps/bridge/src/demo/a.ts', text: "import '@trunkline/sandbox';" })).toEqual([]);
});
