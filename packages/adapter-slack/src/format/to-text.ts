import { emojiIn, type KnownEmoji, withEmoji } from './emoji.ts';
import { unescapeText } from './escape.ts';
import type { NameLookup } from './mentions.ts';
import { richText } from './rich-text.ts';

/** What a message of Slack says in words; what it holds besides text is looked at only when that is empty. */
export interface Sayings {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
}

const CODE = /```[\s\S]*?```|`[^`\n]+`/g;
const BRACKETS = /<([^<>\n]+)>/g;
/** `*bold*`, `_italic_` and `~struck~` between words; the marks say nothing to somebody who reads plain text. */
const MARKS = /(^|[\s([{"'.,;:!?>_*~-])([*_~])(?=\S)([^\n]{0,400}?\S)\2(?=$|[\s)\]}"'.,;:!?<_*~-])/gm;
const DEEPEST_MARKS = 3;

/** A Slack message as plain text for an agent: people and channels by name, links readable, emoji as characters. */
export function toText(message: Sayings, names: NameLookup): string {
  const text = message.text ?? '';
  if (text.trim() !== '') return mrkdwnToText(text, { names, emoji: emojiIn(message.blocks) });
  const written = richText(message.blocks, names);
  return written !== '' ? written : attachmentText(message.attachments, names);
}

interface Known {
  readonly names: NameLookup;
  readonly emoji: KnownEmoji;
}

function mrkdwnToText(text: string, known: Known): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    parts.push(prose(text.slice(end, match.index), known), code(match[0], known));
    end = match.index + match[0].length;
  }
  return [...parts, prose(text.slice(end), known)].join('');
}

/** Brackets are what Slack has put there, in code as anywhere: it escapes those that somebody typed. */
function code(text: string, { names }: Known): string {
  return unescapeText(text.replace(BRACKETS, (_, inner: string) => bracket(inner, names)));
}

function prose(text: string, { names, emoji }: Known): string {
  const kept: string[] = [];
  // What stands in brackets is set aside: a name or an address is not looked through for marks and emoji.
  const bare = text.replace(BRACKETS, (_, inner: string) => `\ue000${kept.push(bracket(inner, names)) - 1}\ue001`);
  const words = withEmoji(withoutMarks(bare), emoji);
  return unescapeText(words).replace(/\ue000(\d+)\ue001/g, (whole, index: string) => {
    const found = kept[Number(index)];
    return found === undefined ? whole : unescapeText(found);
  });
}

function withoutMarks(text: string): string {
  let plain = text;
  for (let depth = 0; depth < DEEPEST_MARKS; depth += 1) plain = plain.replace(MARKS, '$1$3');
  return plain;
}

function bracket(inner: string, names: NameLookup): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  if (target.startsWith('@')) return `@${names.user(target.slice(1)) ?? (label || target.slice(1))}`;
  if (target.startsWith('#')) return `#${label || (names.channel?.(target.slice(1)) ?? target.slice(1))}`;
  if (target.startsWith('!')) return special(target.slice(1), { label, names });
  return link(target, label);
}

/** `<!here>`, `<!subteam^S1|@team>`, `<!date^…|in words>`. */
function special(target: string, { label, names }: { readonly label: string; readonly names: NameLookup }): string {
  const [kind = '', id = ''] = target.split('^');
  if (kind === 'subteam') return label || `@${names.group?.(id) ?? id}`;
  if (kind === 'date') return label || target;
  return `@${label.replace(/^@/, '') || kind}`;
}

function link(target: string, label: string): string {
  const address = target.replace(/^(mailto|tel):/, '');
  const isSame = label === '' || label === address || label === address.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return isSame ? address : `${withEmoji(label)} (${address})`;
}

/** Of messages that somebody forwarded, and of apps that say everything in attachments. */
function attachmentText(attachments: unknown, names: NameLookup): string {
  if (!Array.isArray(attachments)) return '';
  const texts = attachments.map((attachment: { readonly text?: unknown; readonly fallback?: unknown } | null) => {
    const text = attachment?.text ?? attachment?.fallback;
    return typeof text === 'string' ? mrkdwnToText(text, { names, emoji: emojiIn(null) }) : '';
  });
  return texts.filter((text) => text !== '').join('\n');
}
