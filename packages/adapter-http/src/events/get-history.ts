import { mountOf } from '../mount.ts';
import { admitTo, type CustomerEndpoint, JSON_HEADERS } from '../requests/endpoint.ts';
import { eventNumber } from '../requests/parameters.ts';
import { RequestProblem } from '../requests/problem.ts';
import { readHistoryPage } from './history-page.ts';
import { isKnownNumber } from './known-number.ts';

const PIECE_BYTES = 65_536;

/** `GET /customers/{id}/messages?after=&conversation=`: the events of the stream, in pages. */
export const getHistory: CustomerEndpoint = async (call, customer) => {
  const { request, query, context, reads } = call;
  admitTo(customer, call);
  const conversation = query.get('conversation');
  const after = eventNumber('after', query.get('after') ?? '0');
  const { signal } = request;
  const scope = { address: customer, mount: mountOf(context) };
  const page = await readHistoryPage(context, scope, { after, conversation, signal });
  if (page === null) throw new RequestProblem(404, 'This customer has never written. Send a message for them first.');
  const isUnknown = page.next === after && !(await isKnownNumber(context, customer, after));
  const json = `{"events":[${page.events.join(',')}],"next":${isUnknown ? 0 : page.next}}`;
  const reply = { status: 200, headers: JSON_HEADERS };
  // A single conversation shows nothing of the others below its numbers.
  const upTo = isUnknown || conversation !== null ? 0 : (page.told ?? after);
  if (reads === null || upTo === 0 || request.method === 'HEAD') return { ...reply, body: json };
  const onTaken = () => {
    if (!signal.aborted) reads.note(customer, { after: 0, upTo });
  };
  return { ...reply, body: untilTaken(json, onTaken) };
};

/** In pieces that a slow reader takes in time; whoever comes for more after the last has written them. */
async function* untilTaken(body: string, onTaken: () => void): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = Buffer.from(body);
  for (let sent = 0; sent < bytes.length; sent += PIECE_BYTES) yield bytes.subarray(sent, sent + PIECE_BYTES);
  onTaken();
}
