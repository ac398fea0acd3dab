import type { TimelineBody } from '@trunkline/core';
import { words } from './words.ts';

type Said = Extract<TimelineBody, { readonly type: 'message.created' }>['message'];

/** What somebody in Slack has said, without what the adapter has put before it for the agent. */
export function unmarked({ text, author }: Said): string {
  if (author.kind !== 'customer') return text;
  const [, ...own] = text.split(`${words.earlierEnd}\n`);
  const said = own.length === 0 ? text : own.join(`${words.earlierEnd}\n`);
  const mark = author.name === null ? '' : words.marked(author.name, '');
  return said.startsWith(mark) ? said.slice(mark.length) : said;
}
