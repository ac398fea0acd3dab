import { escapeText } from './escape.ts';

const CODE = /```[\s\S]*?```|`[^`\n]+`/;
/** `[label](address)`, as bots write it. */
const LABELLED = /\[([^[\]\n]{1,300})\]\((https?:\/\/[^\s()<>]+)\)/;
const BARE = /(?:https?:\/\/|mailto:)[^\s<>"`]+/;
const KEPT = new RegExp(`(${CODE.source})|${LABELLED.source}|(${BARE.source})`, 'g');
const STRONG = /\*\*(?=\S)([^*\n]*[^\s*])\*\*/g;

/**
 * What an agent typed, as Slack shows it: links are links, code stays code, and nothing pings anybody, since every
 * `<` that they typed is escaped and only addresses of pages and mailboxes are put into brackets.
 */
export function toMrkdwn(text: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(KEPT)) {
    const [whole, code, label, labelled, bare] = match;
    parts.push(words(text.slice(end, match.index)));
    if (code !== undefined) parts.push(escapeText(code));
    else if (label !== undefined && labelled !== undefined) parts.push(link(labelled, label));
    else if (bare !== undefined) parts.push(bareLink(bare));
    end = match.index + whole.length;
  }
  return [...parts, words(text.slice(end))].join('');
}

/** `<`, the address, a label that differs, `>`. In brackets the `_` and `*` of an address mean nothing. */
function link(address: string, label?: string): string {
  const target = escapeText(address).replaceAll('|', '%7C');
  return label === undefined ? `<${target}>` : `<${target}|${escapeText(label)}>`;
}

/** What ends a sentence does not belong to the address in it. */
function bareLink(found: string): string {
  let address = found;
  while (/[.,;:!?'*_~|]$/.test(address) || (address.endsWith(')') && !isBalanced(address)))
    address = address.slice(0, -1);
  const rest = escapeText(found.slice(address.length));
  return /^(?:https?:\/\/|mailto:)$|^https?:\/?$|^mailto$/.test(address)
    ? escapeText(address) + rest
    : link(address) + rest;
}

function isBalanced(address: string): boolean {
  return address.split('(').length >= address.split(')').length;
}

function words(text: string): string {
  return escapeText(text.replace(STRONG, '*$1*'));
}
