import { characterOf, emojiOf } from './emoji.ts';
import type { NameLookup } from './mentions.ts';

/** One element of a `rich_text` block, as far as it is known; others say nothing. */
interface Element {
  readonly type?: string;
  readonly text?: unknown;
  readonly url?: string;
  readonly user_id?: string;
  readonly channel_id?: string;
  readonly usergroup_id?: string;
  readonly range?: string;
  readonly name?: string;
  readonly skin_tone?: number;
  readonly unicode?: unknown;
  readonly fallback?: string;
  readonly style?: unknown;
  readonly indent?: number;
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
            `${'  '.repeat(part.indent ?? 0)}${part.style === 'ordered' ? `${index + 1}.` : '•'} ${partText(item, names)}`,
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
      return label === '' || label === element.url ? (element.url ?? '') : `${label} (${element.url ?? ''})`;
    }
    case 'user':
      return `@${names.user(element.user_id ?? '') ?? element.user_id ?? ''}`;
    case 'channel':
      return `#${names.channel?.(element.channel_id ?? '') ?? element.channel_id ?? ''}`;
    case 'usergroup':
      return `@${names.group?.(element.usergroup_id ?? '') ?? element.usergroup_id ?? ''}`;
    case 'broadcast':
      return `@${element.range ?? 'here'}`;
    case 'emoji':
      return (
        characterOf(element.unicode) ?? emojiOf(element.name ?? '', element.skin_tone) ?? `:${element.name ?? ''}:`
      );
    case 'date':
      return element.fallback ?? '';
    default:
      return stringOf(element.text);
  }
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
