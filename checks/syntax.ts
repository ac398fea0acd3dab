import { parse } from '@babel/parser';

/** A node of the syntax tree, as far as the checks look at it. */
export interface Syntax {
  readonly type: string;
  readonly line: number;
  /** What is below it, in order. */
  readonly children: readonly Syntax[];
  /** Its fields as the parser named them. */
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface Module {
  readonly statements: readonly Syntax[];
  readonly all: readonly Syntax[];
  readonly comments: readonly { readonly text: string; readonly line: number }[];
}

export function parseModule(code: string): Module {
  const file = parse(code, { sourceType: 'module', plugins: ['typescript'], createImportExpressions: true });
  const statements = file.program.body.map((statement) => toSyntax(statement as unknown as RawNode));
  const comments = (file.comments ?? []).map(({ value, loc }) => ({ text: value, line: loc?.start.line ?? 0 }));
  return { statements, all: statements.flatMap(flatten), comments };
}

/** The node in a field of another, if there is one. */
export function field(syntax: Syntax, name: string): Syntax | null {
  const value = syntax.raw[name];
  return isRawNode(value) ? toSyntax(value) : null;
}

/** The text of a string literal; null for anything else. */
export function stringOf(syntax: Syntax | null): string | null {
  const value = syntax?.type === 'StringLiteral' ? syntax.raw['value'] : null;
  return typeof value === 'string' ? value : null;
}

/** The name of an identifier; null for anything else. */
export function nameOf(syntax: Syntax | null): string | null {
  const name = syntax?.type === 'Identifier' ? syntax.raw['name'] : null;
  return typeof name === 'string' ? name : null;
}

/** The syntax tree below a node, itself included. */
export function flatten(syntax: Syntax): readonly Syntax[] {
  return [syntax, ...syntax.children.flatMap(flatten)];
}

interface RawNode extends Readonly<Record<string, unknown>> {
  readonly type: string;
}

const NOT_SYNTAX: ReadonlySet<string> = new Set([
  'loc',
  'leadingComments',
  'trailingComments',
  'innerComments',
  'extra',
]);

function toSyntax(raw: RawNode): Syntax {
  const children = Object.entries(raw)
    .filter(([name]) => !NOT_SYNTAX.has(name))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isRawNode)
    .map(toSyntax);
  const { loc } = raw as { readonly loc?: { readonly start: { readonly line: number } } };
  return { type: raw.type, line: loc?.start.line ?? 0, children, raw };
}

function isRawNode(value: unknown): value is RawNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
