import { type Document, isScalar, visit } from 'yaml';
import type { ConfigProblems } from './errors.ts';

/** What objects here cannot have as a key of their own, so that it would be passed over without a word. */
const ODD = '__proto__';

export function refuseOddKeys(document: Document, problems: ConfigProblems): void {
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && key.value === ODD) problems.addAt(key.range?.[0] ?? 0, `${ODD} cannot be used as a name`);
    },
  });
}
