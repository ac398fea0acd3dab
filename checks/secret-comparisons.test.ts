import { expect, it } from 'vitest';
import type { TextFile } from './repository.ts';
import { productionFiles } from './source-file.ts';
import { field, nameOf, parseModule, type Syntax } from './syntax.ts';

const SECRET = /(secret|signature|hmac|apikey|password|token|digest)$/i;
/** Compared with what anybody may know: a signature with its own canonical form. */
const ALLOWED: ReadonlySet<string> = new Set([
  'packages/core/src/net/link-signer.ts',
  'packages/sandbox/src/genesys/jwt.ts',
]);

/** Where a secret is compared in a time that tells how much of it was right. */
function comparisons({ path, text }: TextFile): readonly string[] {
  if (ALLOWED.has(path)) return [];
  return parseModule(text).all.flatMap((syntax) => {
    if (syntax.type !== 'BinaryExpression' || !/^[!=]==?$/.test(String(syntax.raw['operator']))) return [];
    const sides = [field(syntax, 'left'), field(syntax, 'right')];
    const names = sides.map(lastName);
    const secret = names.some((name) => name !== null && SECRET.test(name));
    const unknown = names.every((name) => name !== null && name !== 'undefined');
    return secret && unknown ? [`${path}:${syntax.line} compares ${names.join(' with ')}`] : [];
  });
}

/** Of an identifier, or of the member that is asked for; null: it is no name. */
function lastName(syntax: Syntax | null): string | null {
  if (syntax?.type !== 'MemberExpression') return nameOf(syntax);
  return nameOf(field(syntax, 'property'));
}

it('secrets are compared in constant time', () => {
  expect(productionFiles().flatMap(comparisons)).toEqual([]);
});

it('finds comparisons of variables and members, and none with what is known', () => {
  const found = (text: string): number => comparisons({ path: 'a.ts', text }).length;
  expect(found('if (given === this.secret) go();')).toBe(1);
  expect(found('if (request.signature !== expected) go();')).toBe(1);
  expect(found("if (token === '' || token === undefined || token === null) go();")).toBe(0);
  expect(found('if (token.length === 3 || name === other) go();')).toBe(0);
});
