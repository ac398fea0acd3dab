import type { AdapterContext } from '@trunkline/core';
import { encodeAddress, type ProvisionalPlace } from './address.ts';
import { words } from './events/words.ts';

/** What a command or modal has asked for: the first that the customer said, without what stands before it. */
export async function topicOf(context: AdapterContext, place: ProvisionalPlace): Promise<string | null> {
  const page = await context.timeline(encodeAddress(place), { after: 0, limit: 10 });
  for (const { body } of page?.entries ?? []) {
    if (body.type !== 'message.created' || body.message.author.kind !== 'customer') continue;
    const { text, author } = body.message;
    const [, ...own] = text.split(`${words.earlierEnd}\n`);
    const said = own.length === 0 ? text : own.join(`${words.earlierEnd}\n`);
    const mark = author.name === null ? '' : words.marked(author.name, '');
    return said.startsWith(mark) ? said.slice(mark.length) : said;
  }
  return null;
}
