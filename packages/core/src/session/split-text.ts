import type { TextFit, TextLimit } from '../contracts/abilities.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const encoder = new TextEncoder();

/** The parts in which a text goes out where it is limited like this. */
export function fittedText(text: string, how: TextLimit | TextFit | null): readonly string[] {
  if (how === null || !('fit' in how)) return splitText(text, how);
  const parts = how.fit(text);
  return parts.length === 0 ? [text] : parts;
}

/**
 * Cuts a text into parts that each fit the limit: after a line break or a space where there is one in the second half
 * of a part, otherwise between graphemes. Joined again, the parts are the text. `characters` are UTF-16 units, as
 * vendors count them.
 */
export function splitText(text: string, limit: TextLimit | null): readonly string[] {
  if (limit === null) return [text];
  const parts: string[] = [];
  let rest = text;
  while (sizeOf(rest, limit.unit) > limit.limit) {
    const end = wordBoundary(rest.slice(0, graphemeBoundary(rest, fitting(rest, limit))));
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return rest === '' && parts.length > 0 ? parts : [...parts, rest];
}

/** How much of the text fits, to a whole code point; the first one always does. */
function fitting(text: string, { limit, unit }: TextLimit): number {
  const end = unit === 'bytes' ? encoder.encodeInto(text, new Uint8Array(limit)).read : limit;
  const whole = isLowSurrogate(text, end) ? end - 1 : end;
  return whole > 0 ? whole : String.fromCodePoint(text.codePointAt(0) ?? 0).length;
}

/** The last boundary at or before `end`. A grapheme longer than a whole part (a tower of combining marks) is cut there. */
function graphemeBoundary(text: string, end: number): number {
  // Segmenting a long text costs the square of its length.
  const start = graphemes.segment(text.slice(0, end + 2)).containing(end)?.index ?? end;
  return start > 0 ? start : end;
}

function isLowSurrogate(text: string, index: number): boolean {
  return index > 0 && (text.codePointAt(index - 1) ?? 0) > 0xffff;
}

function wordBoundary(part: string): number {
  const cut = Math.max(part.lastIndexOf('\n'), part.lastIndexOf(' ')) + 1;
  return cut > part.length / 2 ? cut : part.length;
}

function sizeOf(text: string, unit: TextLimit['unit']): number {
  return unit === 'characters' ? text.length : encoder.encode(text).length;
}
