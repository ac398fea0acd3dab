import { expect, it } from 'vitest';
import { type TextFile, textFiles } from './repository.ts';
import { parseModule, type Syntax } from './syntax.ts';

const CODE = /^(packages|apps|checks|examples|bench|chaos)\/.*\.(ts|mjs|js)$|^[^/]+\.ts$/;
/** Tools that read a default export and nothing else. */
const DEFAULT_EXPORTS: readonly string[] = ['vitest.config.ts'];
/** May take an answer as whatever it is; the linter wants the reason beside it. */
const TEST_DOUBLES = /^packages\/[^/]+\/test\//;
const ANY = 'the type any';
const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b/;

function codeProblems({ path, text }: TextFile): readonly string[] {
  const { all, comments } = parseModule(text);
  return [
    ...all.flatMap((syntax) => {
      const what = problemOf(syntax);
      if (what === 'a default export' && DEFAULT_EXPORTS.includes(path)) return [];
      if (what === ANY && TEST_DOUBLES.test(path)) return [];
      return what === null ? [] : [`${path}:${syntax.line} has ${what}`];
    }),
    ...comments.flatMap((comment) =>
      UNFINISHED.test(comment.text) ? [`${path}:${comment.line} has unfinished business`] : [],
    ),
  ];
}

function problemOf({ type, raw }: Syntax): string | null {
  if (type === 'TSAnyKeyword') return ANY;
  if (type === 'TSEnumDeclaration') return 'an enum';
  if (type === 'ExportDefaultDeclaration') return 'a default export';
  const exported = raw['exported'] as { readonly name?: unknown } | undefined;
  return type === 'ExportSpecifier' && exported?.name === 'default' ? 'a default export' : null;
}

it('no any, no enums, no default exports, nothing left to do', () => {
  expect(textFiles((path) => CODE.test(path)).flatMap(codeProblems)).toEqual([]);
});

it.each([
  'export function go(a: any): void {}',
  'const a = b as any;',
  'export enum Color { Red }',
  'export default 1;',
  'const a = 1; export { a as default };',
  '// TODO: later',
  '/* FIXME */',
])('finds %s', (text) => {
  expect(codeProblems({ path: 'packages/core/src/a.ts', text })).toHaveLength(1);
});

it('does not mind the words elsewhere', () => {
  expect(codeProblems({ path: 'a.ts', text: "// any time\nconst any = 'TODO'; expect.any(String);" })).toEqual([]);
});
