import { type Document, isPair, isSeq, type Node, visit } from 'yaml';
import type { ConfigProblems } from './errors.ts';
import { type KeyPath, keyText } from './positions.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Interpolated =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly string[] };

const REFERENCE = /\$\$\{|\$\{([^}]*)\}|\$\{/g;
const NAME_AND_DEFAULT = /^([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$/;

/** Replaces `${NAME}` and `${NAME:-default}`; `$${` stands for a literal `${`. An empty variable takes its default. */
export function interpolate(text: string, environment: Environment): Interpolated {
  const problems: string[] = [];
  const result = text.replace(REFERENCE, (whole, inner: string | undefined) => {
    if (whole === '$${') return '${';
    const parts = inner === undefined ? null : NAME_AND_DEFAULT.exec(inner);
    if (parts === null) {
      problems.push(`a reference is written \${NAME} or \${NAME:-default}; write $\${ for a literal \${`);
      return whole;
    }
    const [, name = '', fallback] = parts;
    const value = environment[name];
    if (value !== undefined && (value !== '' || fallback === undefined)) return value;
    if (fallback !== undefined) return fallback;
    problems.push(`the environment variable ${name} is not set; \${${name}:-default} would give it a default`);
    return whole;
  });
  return problems.length === 0 ? { ok: true, text: result } : { ok: false, problems };
}

/** Interpolates every string of the document in place; keys stay as they are. */
export function interpolateDocument(document: Document, environment: Environment, problems: ConfigProblems): void {
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === 'key' || typeof node.value !== 'string') return;
      const result = interpolate(node.value, environment);
      if (result.ok) node.value = result.text;
      else for (const problem of result.problems) problems.add(pathOf(node, ancestors as readonly Node[]), problem);
    },
  });
}

function pathOf(node: Node, ancestors: readonly unknown[]): KeyPath {
  return ancestors.flatMap((ancestor, index): PropertyKey[] => {
    if (isPair(ancestor)) return [keyText(ancestor.key)];
    if (isSeq(ancestor)) return [ancestor.items.indexOf(ancestors[index + 1] ?? node)];
    return [];
  });
}
