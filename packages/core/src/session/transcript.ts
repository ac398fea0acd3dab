import type { Author } from '../domain/message.ts';
import type { SystemTexts } from '../domain/system-texts.ts';
import { splitText } from './split-text.ts';
import { systemText } from './texts.ts';

/** Something that was said and that the other side got. */
export interface Said {
  readonly author: Author;
  readonly text: string;
  /** When, for people. */
  readonly when: string;
}

export interface TranscriptOptions {
  readonly kind: 'unanswered' | 'recent';
  readonly texts: SystemTexts;
  readonly limit: { readonly limit: number; readonly unit: 'characters' | 'bytes' };
}

/** How long a transcript may be, in messages of the contact centre, before its oldest lines are left out. */
const MOST_PARTS = { unanswered: 8, recent: 1 } as const;
const RECENT_LINES = 20;

/** What an agent is told of what was said (all of which counts where it is `unanswered`), fitted to the contact centre; empty if there is nothing to tell. */
export function transcriptParts(said: readonly Said[], { kind, texts, limit }: TranscriptOptions): readonly string[] {
  const lastAnswer = said.findLastIndex(({ author }) => author.kind === 'agent');
  const agent = said[lastAnswer]?.author.name ?? (lastAnswer === -1 ? 'nobody' : 'an agent');
  const heading = systemText(texts, kind === 'unanswered' ? 'interrupted' : 'resumed', { agent });
  const wanted = kind === 'unanswered' ? said : said.slice(-RECENT_LINES);
  if (heading === null || wanted.length === 0) return [];
  const room = limit.limit * MOST_PARTS[kind] - heading.length - leftOutOf(wanted.length).length - 2;
  const lines = newestThatFit(wanted.map(lineOf), room);
  const leftOut = wanted.length - lines.length;
  return partsOf([heading, ...(leftOut > 0 ? [leftOutOf(leftOut)] : []), ...lines], limit);
}

function leftOutOf(count: number): string {
  return `(${count} earlier messages are left out)`;
}

/** What the rest of a line begins with that is longer than a whole message. At most so many bytes. */
const GOES_ON = '… ';
const GOES_ON_SIZE = 4;

/** Whole lines, as long as one fits: a part that began with somebody's bare words would look like something new. */
function partsOf(lines: readonly string[], limit: TranscriptOptions['limit']): readonly string[] {
  const parts: string[] = [];
  for (const line of lines) {
    const together = parts.length === 0 ? line : `${parts.at(-1)}\n${line}`;
    const fits = splitText(together, limit).length === 1;
    parts.splice(parts.length === 0 || !fits ? parts.length : -1, 1, ...(fits ? [together] : piecesOf(line, limit)));
  }
  return parts;
}

function piecesOf(line: string, limit: TranscriptOptions['limit']): readonly string[] {
  if (splitText(line, limit).length === 1) return [line];
  const pieces = splitText(line, { ...limit, limit: limit.limit - GOES_ON_SIZE });
  return pieces.map((piece, index) => (index === 0 ? piece : `${GOES_ON}${piece}`));
}

function newestThatFit(lines: readonly string[], room: number): readonly string[] {
  let first = lines.length - 1;
  let size = lines[first]?.length ?? 0;
  while (first > 0) {
    size += (lines[first - 1]?.length ?? 0) + 1;
    if (size > room) break;
    first -= 1;
  }
  return lines.slice(first);
}

function lineOf({ author, text, when }: Said): string {
  return `${author.name ?? NAMES[author.kind]} (${when}): ${text}`;
}

const NAMES = { customer: 'Customer', agent: 'Agent', bot: 'Bot', system: 'System' } as const;
