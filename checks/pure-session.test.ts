import { expect, it } from 'vitest';
import type { TextFile } from './repository.ts';
import { productionFiles } from './source-file.ts';
import { field, nameOf, parseModule } from './syntax.ts';

/** Globals through which time, chance or the outside would come in. */
const IMPURE: ReadonlySet<string> = new Set([
  ...['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ...['process', 'global', 'globalThis', 'crypto', 'fetch', 'WebSocket', 'console', 'require', 'Promise'],
]);

/** Where code of `session` reaches for something that is not in its arguments. */
function impurities({ path, text }: TextFile): readonly string[] {
  return parseModule(text).all.flatMap((syntax) => {
    const name = nameOf(syntax);
    if (name !== null && IMPURE.has(name)) return [`${path}:${syntax.line} uses ${name}`];
    const random =
      syntax.type === 'MemberExpression' &&
      nameOf(field(syntax, 'object')) === 'Math' &&
      nameOf(field(syntax, 'property')) === 'random';
    if (random) return [`${path}:${syntax.line} uses Math.random`];
    return /^(Await|Yield|Import)Expression$/.test(syntax.type)
      ? [`${path}:${syntax.line} does not finish at once`]
      : [];
  });
}

it('session knows no clock, no chance and no I/O', () => {
  const session = productionFiles().filter(({ path }) => path.startsWith('packages/core/src/session/'));
  expect(session.length).toBeGreaterThan(5);
  expect(session.flatMap(impurities)).toEqual([]);
});

it.each(['const now = Date.now();', 'Math.random();', 'setTimeout(go, 1);', 'await ready;', "import('./a.ts');"])(
  'finds %s',
  (text) => {
    expect(impurities({ path: 'a.ts', text })).not.toEqual([]);
  },
);

it('lets arithmetic and what comes in with the stimulus pass', () => {
  expect(impurities({ path: 'a.ts', text: 'const at = Math.max(stimulus.now, 1) * stimulus.jitter;' })).toEqual([]);
});
