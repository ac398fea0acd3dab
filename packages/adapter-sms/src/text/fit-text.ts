import { foldQuotes } from './fold-quotes.ts';
import { graphemesOf } from './graphemes.ts';
import { SegmentCount } from './segments.ts';

export interface Fitting {
  readonly segmentsPerMessage: number;
  readonly partNumbers: boolean;
  readonly foldQuotes: boolean;
}

/** What Twilio takes at most in one message (21617), in UTF-16 units. */
const MOST_UNITS = 1_600;
/** How far into a part a place must be for it to be broken there: a line end is worth some room, a space more. */
const BREAKS = [
  { isBreak: isLineEnd, from: 0.75 },
  { isBreak: isSpace, from: 0.5 },
] as const;

/** The messages in which a text goes out, in order, at least one; several are numbered. */
export function fitText(text: string, fitting: Fitting): readonly string[] {
  const said = fitting.foldQuotes ? foldQuotes(text) : text;
  const graphemes = graphemesOf(said.replaceAll('\r\n', '\n')).flatMap(tame);
  const whole = cut(graphemes, () => '', fitting);
  if (whole.length === 1) return whole;
  if (!fitting.partNumbers) return whole;
  // The numbers take room themselves, and may make it more parts, whose numbers are longer.
  for (let total = whole.length; ; ) {
    const width = String(total).length;
    const parts = cut(graphemes, (part) => `(${String(part).padStart(width, '0')}/${'9'.repeat(width)}) `, fitting);
    if (String(parts.length).length <= width)
      return parts.map((part, index) => `(${index + 1}/${parts.length}) ${part}`);
    total = parts.length;
  }
}

/** Something read as one, but larger than any segment, is taken apart: letters under a heap of accents. */
function tame(grapheme: string): readonly string[] {
  return grapheme.length > 60 ? [...grapheme] : [grapheme];
}

function cut(
  graphemes: readonly string[],
  numberOf: (part: number) => string,
  { segmentsPerMessage }: Fitting,
): readonly string[] {
  const parts: string[] = [];
  for (let start = 0; start < graphemes.length || parts.length === 0; ) {
    const prefix = numberOf(parts.length + 1);
    const end = endOfPart(graphemes, start, { prefix, segmentsPerMessage });
    const part = graphemes.slice(start, end).join('');
    const isLast = end >= graphemes.length;
    parts.push(parts.length === 0 && isLast ? part : trimmed(part, { start: parts.length > 0, end: !isLast }));
    start = end;
    // What separates two parts is in neither.
    while (!isLast && start < graphemes.length && isSpace(graphemes[start])) start += 1;
  }
  const said = parts.filter((part) => part !== '');
  return said.length === 0 ? parts.slice(0, 1) : said;
}

interface Part {
  readonly prefix: string;
  readonly segmentsPerMessage: number;
}

/** As far as it fits, back to the last place where it may be broken well. */
function endOfPart(graphemes: readonly string[], start: number, { prefix, segmentsPerMessage }: Part): number {
  const count = new SegmentCount();
  for (const grapheme of prefix) count.add(grapheme);
  let units = prefix.length;
  let end = start;
  for (; end < graphemes.length; end += 1) {
    const grapheme = graphemes[end] ?? '';
    count.add(grapheme);
    units += grapheme.length;
    if (units > MOST_UNITS || count.segments > segmentsPerMessage) break;
  }
  if (end >= graphemes.length) return end;
  for (const { isBreak, from } of BREAKS) {
    const least = start + Math.max(1, Math.floor((end - start) * from));
    for (let at = end; at >= least; at -= 1) if (isBreak(graphemes[at])) return at;
  }
  return Math.max(end, start + 1);
}

function isLineEnd(grapheme: string | undefined): boolean {
  return grapheme === '\n';
}

function isSpace(grapheme: string | undefined): boolean {
  return grapheme === ' ' || grapheme === '\n' || grapheme === '\t';
}

function trimmed(part: string, where: { readonly start: boolean; readonly end: boolean }): string {
  const from = where.start ? part.replace(/^[ \n\t]+/, '') : part;
  return where.end ? from.replace(/[ \n\t]+$/, '') : from;
}
