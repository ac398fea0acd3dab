import fc from 'fast-check';
import type { Draw } from './draw.ts';

const POOL = 4_096;
const anything = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
let pool: readonly unknown[] = [];

/** JSON of any shape. All of a process comes from one pool, which no seed changes, so that any input can be made again. */
export function strangeJson(draw: Draw): unknown {
  if (pool.length === 0) pool = fc.sample(anything, { seed: 1, numRuns: POOL });
  return draw.of(pool);
}
