import { septetsOf } from './gsm7.ts';

/** How a text travels: in how many parts, and in which alphabet. */
export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly count: number;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Parts of an SMS (§1.8): 160 septets or 153 in each of several; 70 UTF-16 units or 67. A character of the extension
 * table, and all that is seen as one character, is never cut in two. An empty text takes one.
 */
export function segmentsOf(text: string): Segments {
  const septets = Array.from(text, septetsOf);
  if (septets.every((size) => size !== undefined)) return { encoding: 'GSM-7', count: parts(septets, 160, 153) };
  const units = Array.from(graphemes.segment(text), ({ segment }) => segment.length);
  return { encoding: 'UCS-2', count: parts(units, 70, 67) };
}

function parts(sizes: readonly number[], single: number, each: number): number {
  if (sizes.reduce((sum, size) => sum + size, 0) <= single) return 1;
  let count = 1;
  let used = 0;
  for (const size of sizes) {
    used += size;
    if (used <= each) continue;
    // What is longer than a part is cut after all.
    count += Math.max(1, Math.ceil(size / each));
    used = size > each ? size % each : size;
  }
  return count;
}
