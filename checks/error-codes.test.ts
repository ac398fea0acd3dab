import { expect, it } from 'vitest';
import { textOrNothing } from './repository.ts';
import { productionFiles } from './source-file.ts';
import { field, flatten, nameOf, parseModule, type Syntax, stringOf } from './syntax.ts';

const CODE = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/;
const DOCUMENTED = /^\| `([^`]+)`/;

interface Codes {
  /** Written in the code as what an error, a failure or an end is called by. */
  readonly minted: ReadonlySet<string>;
  /** How codes begin that are put together, such as `http.` and a status. */
  readonly prefixes: ReadonlySet<string>;
  /** Every string of the code that could be one. */
  readonly mentioned: ReadonlySet<string>;
}

function codesIn(modules: readonly string[]): Codes {
  const all = modules.flatMap((text) => parseModule(text).all);
  const classes = errorClasses(all);
  const named = all.flatMap((syntax) => codePositions(syntax, classes)).flatMap(flatten);
  return {
    minted: new Set(named.flatMap(code)),
    prefixes: new Set(named.flatMap(prefix)),
    mentioned: new Set(all.flatMap(code)),
  };
}

/** TrunklineError and, directly or not, everything that extends it. */
function errorClasses(all: readonly Syntax[]): ReadonlySet<string> {
  const known = new Set(['TrunklineError']);
  const declared = all.flatMap((syntax) => {
    const name = nameOf(field(syntax, 'id'));
    const parent = nameOf(field(syntax, 'superClass'));
    return /^Class/.test(syntax.type) && name !== null && parent !== null ? [{ name, parent }] : [];
  });
  for (let before = 0; before < known.size; ) {
    before = known.size;
    for (const { name, parent } of declared) if (known.has(parent)) known.add(name);
  }
  return known;
}

/** Where a code stands: first argument of an error, value of `code` or `reason`, result of what is called `…Code`. */
function codePositions(syntax: Syntax, classes: ReadonlySet<string>): readonly Syntax[] {
  if (syntax.type === 'NewExpression' && classes.has(nameOf(field(syntax, 'callee')) ?? ''))
    return syntax.children.slice(1, 2);
  if (syntax.type === 'CallExpression' && field(syntax, 'callee')?.type === 'Super') return syntax.children.slice(1, 2);
  if (syntax.type === 'FunctionDeclaration' && /Code$/.test(nameOf(field(syntax, 'id')) ?? ''))
    return flatten(syntax).filter(({ type }) => type === 'ReturnStatement');
  if (syntax.type !== 'ObjectProperty') return [];
  const value = field(syntax, 'value');
  return ['code', 'reason'].includes(nameOf(field(syntax, 'key')) ?? '') && value !== null ? [value] : [];
}

function code(syntax: Syntax): readonly string[] {
  const value = stringOf(syntax);
  return value !== null && CODE.test(value) ? [value] : [];
}

function prefix({ type, children }: Syntax): readonly string[] {
  const first = type === 'TemplateLiteral' ? children.find((child) => child.type === 'TemplateElement') : undefined;
  const { cooked = '' } = (first?.raw['value'] ?? {}) as { readonly cooked?: string };
  return /^[a-z][a-z-]*\.([a-z-]+\.)*$/.test(cooked) ? [cooked] : [];
}

/** What the page and the code do not agree on. */
function disagreements(page: string, { minted, prefixes, mentioned }: Codes): readonly string[] {
  const documented = page.split('\n').flatMap((line) => DOCUMENTED.exec(line)?.[1] ?? []);
  const isKnown = (one: string) => mentioned.has(one) || [...prefixes].some((start) => one.startsWith(start));
  return [
    ...[...minted].filter((one) => !documented.includes(one)).map((one) => `${one} is not explained`),
    ...[...prefixes]
      .filter((start) => !documented.some((one) => one.startsWith(start)))
      .map((start) => `${start}… is not explained`),
    ...documented.filter((one) => !isKnown(one)).map((one) => `${one} is explained but never used`),
    ...documented.filter((one, index) => documented.indexOf(one) < index).map((one) => `${one} is explained twice`),
  ].sort();
}

it('docs/errors.md explains every code, and no other', () => {
  const modules = productionFiles()
    .filter(({ path }) => !path.startsWith('packages/sandbox/'))
    .map(({ text }) => text);
  const codes = codesIn(modules);
  expect(codes.minted).toContain('store.locked');
  expect(disagreements(textOrNothing('docs/errors.md'), codes)).toEqual([]);
});

it('finds codes wherever they are minted', () => {
  const codes = codesIn([
    `class GoneError extends TrunklineError { constructor() { super('a.super', 'words.here'); } }
     class LostError extends GoneError {}
     throw new LostError('a.new', 'b.no');`,
    `const failure = { code: known ? 'a.code' : 'a.other', scope: 'route' };
     close({ reason: late ? failure.code : 'a.reason', event: 'b.event' });
     function familyCode(status) { return status === null ? \`a.family.\${status}\` : 'a.none'; }
     new Map('b.map'); new Error('b.error'); const other = \`b.family.\${status}\`;`,
  ]);
  expect([...codes.minted].sort()).toEqual(['a.code', 'a.new', 'a.none', 'a.other', 'a.reason', 'a.super']);
  expect([...codes.prefixes]).toEqual(['a.family.']);
});

it('notices what is missing on either side', () => {
  const codes = codesIn([`throw new TrunklineError('a.b', ''); const failure = { code: \`a.c.\${status}\` };`]);
  const row = (name: string) => `| \`${name}\` | means | do |`;
  expect(disagreements('', codes)).toEqual(['a.b is not explained', 'a.c.… is not explained']);
  const page = [row('a.b'), row('a.c.<status>'), row('a.gone'), row('a.b')].join('\n');
  expect(disagreements(page, codes)).toEqual(['a.b is explained twice', 'a.gone is explained but never used']);
});
