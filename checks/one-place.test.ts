import { expect, it } from 'vitest';
import type { TextFile } from './repository.ts';
import { productionFiles } from './source-file.ts';
import { field, nameOf, parseModule, type Syntax, stringOf } from './syntax.ts';

/** What the process has only one of, and the one file of the bridge that touches it. */
const PLACES: Readonly<Record<string, string>> = {
  'process.env': 'apps/bridge/src/cli/process-io.ts',
  'process.exit': 'apps/bridge/src/cli/exit.ts',
  'process.exitCode': 'apps/bridge/src/cli/exit.ts',
  '.listen(': 'apps/bridge/src/host/listen.ts',
};
const NAMES: readonly string[] = ['env', 'exit', 'exitCode'];

/** The sandbox is a program of its own: it ends itself, and playing a vendor means listening. */
const SANDBOX: Readonly<Record<string, RegExp>> = {
  'process.env': /^packages\/sandbox\/src\/(main\.ts|cli\/)/,
  'process.exit': /^packages\/sandbox\/src\/(main\.ts|cli\/)/,
  'process.exitCode': /^packages\/sandbox\/src\/(main\.ts|cli\/)/,
  '.listen(': /^packages\/sandbox\/src\//,
};

interface Use {
  readonly what: string;
  readonly line: number;
}

function usesOf(code: string): readonly Use[] {
  return parseModule(code).all.flatMap((syntax) => useOf(syntax).map((what) => ({ what, line: syntax.line })));
}

function useOf(syntax: Syntax): readonly string[] {
  switch (syntax.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return ofProcess(field(syntax, 'object')) ? named(propertyOf(syntax)) : [];
    case 'CallExpression':
    case 'OptionalCallExpression': {
      const callee = field(syntax, 'callee');
      return callee !== null && propertyOf(callee) === 'listen' ? ['.listen('] : [];
    }
    case 'VariableDeclarator':
      return ofProcess(field(syntax, 'init')) ? propertiesIn(field(syntax, 'id')).flatMap(named) : [];
    case 'ImportDeclaration':
      return /^(node:)?process$/.test(stringOf(field(syntax, 'source')) ?? '')
        ? syntax.children.flatMap((specifier) => named(nameOf(field(specifier, 'imported'))))
        : [];
    default:
      return [];
  }
}

function ofProcess(syntax: Syntax | null): boolean {
  return nameOf(syntax) === 'process' || (syntax !== null && propertyOf(syntax) === 'process');
}

function propertyOf(syntax: Syntax): string | null {
  if (!/MemberExpression$/.test(syntax.type)) return null;
  const property = field(syntax, 'property');
  return syntax.raw['computed'] === true ? stringOf(property) : nameOf(property);
}

function propertiesIn(pattern: Syntax | null): readonly (string | null)[] {
  return (pattern?.children ?? []).map((property) => nameOf(field(property, 'key')));
}

function named(name: string | null): readonly string[] {
  return name !== null && NAMES.includes(name) ? [`process.${name}`] : [];
}

function misplaced({ path, text }: TextFile): readonly string[] {
  return usesOf(text)
    .filter(({ what }) => path !== PLACES[what] && SANDBOX[what]?.test(path) !== true)
    .map(({ what, line }) => `${path}:${line} has ${what}, which belongs into ${PLACES[what]}`);
}

it('the environment, exit codes and listening sockets each live in one file', () => {
  expect(productionFiles().flatMap(misplaced)).toEqual([]);
});

it('those files exist and do it', () => {
  const done = productionFiles().flatMap(({ path, text }) => usesOf(text).map(({ what }) => `${what} ${path}`));
  for (const what of ['process.env', 'process.exit', '.listen(']) expect(done).toContain(`${what} ${PLACES[what]}`);
});

it.each([
  'const a = process.env.HOME;',
  "process['exit'](1);",
  'process.exitCode = 1;',
  'globalThis.process.env;',
  'const { env } = process;',
  "import { exit } from 'node:process';",
  "await app.listen({ port: 0, host: '::1' });",
])('finds %s', (text) => {
  expect(misplaced({ path: 'packages/adapter-http/src/a.ts', text })).toHaveLength(1);
});

it('leaves other properties alone', () => {
  expect(usesOf("process.cwd(); child.exitCode; options.env; clock.listen; import p from 'node:process';")).toEqual([]);
});
