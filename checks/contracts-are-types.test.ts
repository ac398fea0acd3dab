import { expect, it } from 'vitest';
import type { TextFile } from './repository.ts';
import { productionFiles } from './source-file.ts';
import { field, nameOf, parseModule, type Syntax } from './syntax.ts';

/** What a contract may say that is left when the program runs: plain constants, and this function. */
const FUNCTIONS: readonly string[] = ['defineAdapter'];
const TYPES = /^TS(Interface|TypeAlias)Declaration$/;
const CONSTANTS = /^(Numeric|String|Boolean)Literal$/;

function logicIn({ path, text }: TextFile): readonly string[] {
  return parseModule(text)
    .statements.filter((statement) => !isAllowed(statement))
    .map(({ line }) => `${path}:${line} is more than a type or a constant`);
}

function isAllowed(statement: Syntax): boolean {
  if (TYPES.test(statement.type)) return true;
  if (statement.type === 'ImportDeclaration') return statement.raw['importKind'] === 'type';
  if (statement.type !== 'ExportNamedDeclaration') return false;
  const declared = field(statement, 'declaration');
  if (declared === null) return statement.raw['exportKind'] === 'type';
  if (declared.type === 'FunctionDeclaration') return FUNCTIONS.includes(nameOf(field(declared, 'id')) ?? '');
  if (declared.type === 'VariableDeclaration')
    return declared.children.every((one) => CONSTANTS.test(field(one, 'init')?.type ?? ''));
  return TYPES.test(declared.type);
}

it('contracts are types, constants and defineAdapter', () => {
  const contracts = productionFiles().filter(({ path }) => path.startsWith('packages/core/src/contracts/'));
  expect(contracts.length).toBeGreaterThan(3);
  expect(contracts.flatMap(logicIn)).toEqual([]);
});

it.each([
  'export function clamp(a: number): number { return a; }',
  'export class Base {}',
  'export const make = () => 1;',
  "import { z } from 'zod';",
  "export * from './other.ts';",
  'console.log(1);',
])('finds %s', (text) => {
  expect(logicIn({ path: 'a.ts', text })).toHaveLength(1);
});

it('lets types and constants pass', () => {
  const text =
    "import type { A } from './a.ts'; export const VERSION = 1; export interface B { a: A } export type C = B;";
  expect(logicIn({ path: 'a.ts', text })).toEqual([]);
});
