import type { ZodType, z } from 'zod';
import type { ConfigProblems } from './errors.ts';
import { knownKeys } from './known-keys.ts';
import { didYouMean, nearestKey } from './nearest.ts';
import type { KeyPath } from './positions.ts';

type Issue = z.core.$ZodIssue;

/** What was checked against what. */
export interface Checked {
  readonly schema: ZodType;
  readonly data: unknown;
  /** Where the data stands in the file. */
  readonly base: KeyPath;
  /** Keys that are allowed beside those of the schema, at its top. */
  readonly besides?: readonly string[];
}

/** Turns what zod found into problems at their places in the file. */
export function reportIssues(issues: readonly Issue[], checked: Checked, problems: ConfigProblems): void {
  for (const issue of issues) reportIssue(issue, checked, problems);
}

function reportIssue(issue: Issue, checked: Checked, problems: ConfigProblems): void {
  const path = [...checked.base, ...issue.path];
  if (problems.covers(path)) return;
  if (issue.code === 'unrecognized_keys') {
    const besides = issue.path.length === 0 ? (checked.besides ?? []) : [];
    const known = [...knownKeys(checked.schema, issue.path), ...besides];
    for (const key of issue.keys) {
      // Known, but only in another of the forms that are allowed here.
      const elsewhere = known.includes(key);
      const text = elsewhere ? 'does not go with the other keys here' : `unknown key${nearestKey(key, known)}`;
      problems.add([...path, key], text, 'key');
    }
    return;
  }
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input') {
    const branch = likelyBranch(issue.errors);
    if (branch !== null) {
      const nested = branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
      reportIssues(nested as Issue[], checked, problems);
      return;
    }
  }
  const value = valueAt(checked.data, issue.path);
  problems.add(path, describe(issue, value), issue.code === 'invalid_key' ? 'key' : 'value');
}

/** The one alternative whose outer type fits, if there is exactly one: its complaints are the helpful ones. */
function likelyBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const fitting = branches.filter(
    (branch) => branch.length > 0 && branch.every(({ code, path }) => path.length > 0 || code !== 'invalid_type'),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function describe(issue: Issue, value: unknown): string {
  if (value === undefined && NEEDS_A_VALUE.has(issue.code)) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      if (!issue.message.startsWith('Invalid input')) return issue.message;
      return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}${value === null ? ', but is empty' : ''}`;
    case 'invalid_value': {
      const allowed = issue.values.map((allowedValue) => String(allowedValue));
      const hint = typeof value === 'string' ? didYouMean(value, allowed) : '';
      return `must be ${allowed.length === 1 ? '' : 'one of '}${allowed.map((one) => `"${one}"`).join(', ')}${hint}`;
    }
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1 ? 'must not be empty' : issue.message;
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    case 'invalid_union':
      return unionText(issue);
    default:
      return issue.message;
  }
}

function unionText(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  if (issue.message !== 'Invalid input') return issue.message;
  const forms = issue.errors.map((branch) => {
    const [first] = branch;
    return first?.code === 'invalid_type' && first.path.length === 0 ? TYPE_NAMES[first.expected] : undefined;
  });
  const known = [...new Set(forms.filter((form) => form !== undefined))];
  return known.length === 0 ? 'has none of the allowed forms' : `must be ${known.join(' or ')}`;
}

const NEEDS_A_VALUE: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of keys',
  record: 'a map of keys',
  array: 'a list',
  null: 'null',
};

function valueAt(data: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (value, segment) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[segment] : undefined,
    data,
  );
}
