import { characterOf, emojiOf } from './emoji.ts';
import type { NameLookup } from './mentions.ts';

/** One element of a `rich_text` block, as far as it is known; others say nothing. */
interface Element {
  readonly type?: string;
  readonly text?: unknown;
  readonly url?: unknown;
  readonly user_id?: unknown;
  readonly channel_id?: unknown;
  readonly usergroup_id?: unknown;
  readonly range?: unknown;
  readonly name?: unknown;
  readonly skin_tone?: unknown;
  readonly unicode?: unknown;
  readonly fallback?: unknown;
  readonly style?: unknown;
  readonly indent?: unknown;
  readonly elements?: readonly Element[];
}

/** What the blocks of a message say: what somebody wrote in the editor, and sections of plain text. */
export function richText(blocks: unknown, names: NameLookup): string {
  if (!Array.isArray(blocks)) return '';
  return blocks
    .map((block: Element | null) => blockText(block ?? {}, names))
    .filter((text) => text !== '')
    .join('\n');
}

function blockText(block: Element, names: NameLookup): string {
  if (block.type === 'rich_text')
    return childrenOf(block)
      .map((one) => partText(one, names))
      .join('\n')
      .trim();
  const { text } = block;
  const inner = typeof text === 'object' && text !== null ? (text as { readonly text?: unknown }).text : text;
  return typeof inner === 'string' ? inner : '';
}

function partText(part: Element, names: NameLookup): string {
  const inline = () =>
    childrenOf(part)
      .map((one) => inlineText(one, names))
      .join('');
  switch (part.type) {
    case 'rich_text_preformatted':
      return `\`\`\`\n${inline()}\n\`\`\``;
    case 'rich_text_quote':
      return inline().replace(/^/gm, '> ');
    case 'rich_text_list':
      return childrenOf(part)
        .map(
          (item, index) =>
            `${'  '.repeat(depthOf(part.indent))}${part.style === 'ordered' ? `${index + 1}.` : '•'} ${partText(item, names)}`,
        )
        .join('\n');
    default:
      return inline().replace(/\n$/, '');
  }
}

function inlineText(element: Element, names: NameLookup): string {
  switch (element.type) {
    case 'text':
      return isCode(element.style) ? `\`${stringOf(element.text)}\`` : stringOf(element.text);
    case 'link': {
      const label = stringOf(element.text);
      const url = stringOf(element.url);
      return label === '' || label === url ? url : `${label} (${url})`;
    }
    case 'user':
      return named('@', element.user_id, (id) => names.user(id));
    case 'channel':
      return named('#', element.channel_id, (id) => names.channel?.(id));
    case 'usergroup':
      return named('@', element.usergroup_id, (id) => names.group?.(id));
    case 'broadcast':
      return `@${stringOf(element.range) || 'here'}`;
    case 'emoji':
      return emojiText(element);
    case 'date':
      return stringOf(element.fallback);
    default:
      return stringOf(element.text);
  }
}

function emojiText({ unicode, name, skin_tone: tone }: Element): string {
  const known = stringOf(name);
  return characterOf(unicode) ?? emojiOf(known, typeof tone === 'number' ? tone : undefined) ?? `:${known}:`;
}

function named(mark: string, id: unknown, nameOf: (id: string) => string | undefined): string {
  const known = stringOf(id);
  return `${mark}${nameOf(known) ?? known}`;
}

/** Slack's editor goes no deeper. */
const DEEPEST_INDENT = 8;

function depthOf(indent: unknown): number {
  return typeof indent === 'number' ? Math.min(Math.max(0, Math.floor(indent)), DEEPEST_INDENT) : 0;
}

function childrenOf({ elements }: Element): readonly Element[] {
  return Array.isArray(elements) ? elements.filter((one) => typeof one === 'object' && one !== null) : [];
}

function isCode(style: unknown): boolean {
  return typeof style === 'object' && style !== null && (style as { readonly code?: unknown }).code === true;
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
