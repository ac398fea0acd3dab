import { setImmediate } from 'node:timers/promises';
import type { TimelineEntry } from '@trunkline/core';
import { mountOf } from '../mount.ts';
import { eventOfEntry } from '../public-event.ts';
import { admitTo, type CustomerEndpoint, jsonReply } from '../requests/endpoint.ts';
import { eventNumber } from '../requests/parameters.ts';
import { RequestProblem } from '../requests/problem.ts';
import { isKnownNumber } from './known-number.ts';
import { isTold } from './read-receipts.ts';

const PAGE_SIZE = 100;
/** Of one reading when most of what is read is another conversation's. */
const SIFTED_AT_ONCE = 500;
/** How much one request looks through once it has found something. */
const MAX_READINGS = 10;

/** `GET /customers/{id}/messages?after=&conversation=`: the events of the stream, in pages. */
export const getHistory: CustomerEndpoint = async (call, customer) => {
  const { request, query, context, reads } = call;
  admitTo(customer, call);
  const conversation = query.get('conversation');
  const after = eventNumber('after', query.get('after') ?? '0');
  const found: TimelineEntry[] = [];
  let next = after;
  for (let readings = 1; !request.signal.aborted; readings += 1) {
    const limit = conversation === null ? PAGE_SIZE : SIFTED_AT_ONCE;
    const page = await context.timeline(customer, { after: next, limit });
    if (page === null) throw new RequestProblem(404, 'This customer has never written. Send a message for them first.');
    for (const entry of page.entries) {
      if (found.length === PAGE_SIZE) break;
      next = entry.number;
      if (conversation === null || entry.conversationId === conversation) found.push(entry);
    }
    const isFull = found.length === PAGE_SIZE || (found.length > 0 && readings >= MAX_READINGS);
    if (conversation === null || isFull || page.entries.length < limit) break;
    // A long timeline is not read at one go: others have their turn in between.
    await setImmediate();
  }
  if (next === after && !(await isKnownNumber(context, customer, after))) next = 0;
  // A single conversation shows nothing of the others below its numbers.
  const upTo = next < after ? 0 : (found.findLast(isTold)?.number ?? after);
  if (conversation === null && request.method !== 'HEAD' && upTo > 0) reads?.note(customer, { after: 0, upTo });
  const scope = { address: customer, mount: mountOf(context) };
  return jsonReply(200, { events: found.map((entry) => eventOfEntry(scope, entry)), next });
};
