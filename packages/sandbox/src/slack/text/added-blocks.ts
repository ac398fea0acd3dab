import { newId } from '../id.ts';
import type { Block } from '../workspace/message.ts';

const links = /<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/g;

/** The `rich_text` that Slack makes of a plain text. */
export function addedBlocks(text: string): readonly Block[] {
  return [
    {
      type: 'rich_text',
      block_id: newId('').slice(0, 5),
      elements: [{ type: 'rich_text_section', elements: elementsOf(text) }],
    },
  ];
}

function elementsOf(text: string): readonly Block[] {
  const elements: Block[] = [];
  let from = 0;
  for (const match of text.matchAll(links)) {
    if (match.index > from) elements.push(plain(text.slice(from, match.index)));
    elements.push(linked(match[1] ?? '', match[2] ?? '', match[3]));
    from = match.index + match[0].length;
  }
  if (from < text.length) elements.push(plain(text.slice(from)));
  return elements;
}

function plain(text: string): Block {
  return { type: 'text', text: text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&') };
}

function linked(sign: string, target: string, label: string | undefined): Block {
  if (sign === '@') return { type: 'user', user_id: target };
  if (sign === '#') return { type: 'channel', channel_id: target };
  if (sign === '!') return { type: 'broadcast', range: target };
  return { type: 'link', url: target, ...(label !== undefined && { text: label }) };
}
