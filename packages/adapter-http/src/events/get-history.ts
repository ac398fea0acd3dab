import type { TimelineEntry } from '@trunkline/core';
import { mountOf } from '../mount.ts';
import { eventOfEntry } from '../public-event.ts';
import { type CustomerEndpoint, jsonReply } from '../requests/endpoint.ts';
import { eventNumber } from '../requests/parameters.ts';
import { RequestProblem } from '../requests/problem.ts';

const PAGE_SIZE = 100;
/** How much one request may look through for the events of one conversation. */
const MAX_PAGES = 20;

/** `GET /customers/{id}/messages?after=&conversation=`: the events of the stream, in pages. */
export const getHistory: CustomerEndpoint = async ({ query, context }, customer) => {
  const conversation = query.get('conversation');
  const found: TimelineEntry[] = [];
  let next = eventNumber('after', query.get('after') ?? '0');
  for (let pages = 0; pages < MAX_PAGES && found.length < PAGE_SIZE; pages += 1) {
    const page = await context.timeline(customer, { after: next, limit: PAGE_SIZE - found.length });
    if (page === null) throw new RequestProblem(404, 'This customer has never written. Send a message for them first.');
    found.push(...page.entries.filter((entry) => conversation === null || entry.conversationId === conversation));
    next = page.next;
    if (page.entries.length === 0 || conversation === null) break;
  }
  const scope = { address: customer, mount: mountOf(context) };
  return jsonReply(200, { events: found.map((entry) => eventOfEntry(scope, entry)), next });
};
