import type { TextFit } from '@trunkline/core';
import { toMrkdwn } from './to-mrkdwn.ts';

/** Slack advises at most 4,000 characters and says nothing about how it counts; the rest is for a name before the text. */
export const LONGEST_TEXT = 3_900;

const FENCE = '```';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Cuts a text into messages that fit once escaped: at an empty line, a line's end or a space where there is one in the
 * second half, otherwise between graphemes. Code that is cut is closed and opened again.
 */
export function createTextFit(limit: number = LONGEST_TEXT): TextFit {
  return { fit: (text) => fit(text, limit) };
}

function fit(text: string, limit: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  let isInCode = false;
  while (true) {
    const { part, end, opens } = next(rest, { limit, isInCode });
    parts.push(part);
    if (end >= rest.length) return withoutBlank(parts);
    rest = rest.slice(end);
    isInCode = opens;
  }
}

/** Slack refuses what shows nothing. */
function withoutBlank(parts: readonly string[]): readonly string[] {
  const shown = parts.filter((part) => part.trim() !== '');
  return shown.length > 0 ? shown : parts.slice(0, 1);
}

interface Piece {
  readonly part: string;
  /** How much of the text is in it. */
  readonly end: number;
  /** Whether the next one begins in code. */
  readonly opens: boolean;
}

function next(text: string, { limit, isInCode }: { readonly limit: number; readonly isInCode: boolean }): Piece {
  let end = Math.min(text.length, limit);
  while (true) {
    const cut = end < text.length ? border(text, end) : end;
    const piece = pieceOf(text, { end: cut, isInCode });
    const size = toMrkdwn(piece.part).length;
    const smallest = firstGrapheme(text);
    if (size <= limit || cut <= smallest) return piece;
    end = Math.max(smallest, Math.min(cut - 1, Math.floor((cut * limit) / size)));
  }
}

function pieceOf(text: string, { end, isInCode }: { readonly end: number; readonly isInCode: boolean }): Piece {
  const own = text.slice(0, end);
  const fences = own.split(FENCE).length - 1;
  const opens = (fences % 2 === 1) !== isInCode && (end < text.length || isInCode);
  const before = isInCode ? `${FENCE}\n` : '';
  const after = opens && end < text.length ? `${own.endsWith('\n') ? '' : '\n'}${FENCE}` : '';
  return { part: `${before}${own}${after}`, end, opens };
}

/** Where to cut at or before `end`, never inside a fence or a grapheme. */
function border(text: string, end: number): number {
  const start = text.slice(0, end);
  const half = end / 2;
  for (const mark of ['\n\n', '\n', ' ']) {
    const cut = start.lastIndexOf(mark) + mark.length;
    if (cut > half && start.includes(mark)) return cut;
  }
  const around = Math.max(0, end - 64);
  const within = graphemes.segment(text.slice(around, end + 64)).containing(end - around)?.index ?? 0;
  const cut = within > 0 ? around + within : end;
  const fence = [cut - 1, cut - 2].find((index) => index > 0 && text.startsWith(FENCE, index));
  return fence ?? (isLowSurrogate(text, cut) ? cut - 1 : cut);
}

function firstGrapheme(text: string): number {
  const [first] = graphemes.segment(text.slice(0, 64));
  return first?.segment.length ?? 0;
}

function isLowSurrogate(text: string, index: number): boolean {
  return index > 1 && /[\udc00-\udfff]/.test(text.charAt(index)) && /[\ud800-\udbff]/.test(text.charAt(index - 1));
}
