import type { AdapterContext, ChannelReply, ChannelRequest } from '@trunkline/core';
import type { PublicEvent, StreamReset } from '../event-types.ts';
import { mountOf } from '../mount.ts';
import { type EventScope, eventOfEntry, eventOfTyping, resetOf } from '../public-event.ts';
import { admitTo, type Call, type CustomerEndpoint } from '../requests/endpoint.ts';
import { eventNumber } from '../requests/parameters.ts';
import type { EventFeed, FeedItem } from './event-feed.ts';
import { isKnownNumber } from './known-number.ts';
import { isTold, type ReadReceipts } from './read-receipts.ts';

const HEADERS: NonNullable<ChannelReply['headers']> = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** `GET /customers/{id}/events`: server-sent events. Subscribed before the reply goes out. */
export const getEvents: CustomerEndpoint = async (call, customer) => {
  const { request, query, context, feeds, reads } = call;
  admitTo(customer, call);
  const asked = startOf(request, query);
  if (request.method === 'HEAD') return { status: 200, headers: HEADERS };
  const isKnown = asked === null || (await isKnownNumber(context, customer, asked));
  const feed = feeds.open({ context, address: customer, after: isKnown ? asked : 0 }, request.signal);
  endWithToken(call, feed);
  // Whoever names a number has what came up to it, also if nobody could note that when it was written.
  if (asked !== null && asked > 0 && isKnown) reads?.note(customer, { after: 0, upTo: asked });
  const scope = { address: customer, mount: mountOf(context) };
  const options = { scope, reads, fromNow: asked === null, unknown: isKnown ? null : asked };
  return { status: 200, headers: HEADERS, body: frames(context, feed, options) };
};

/** A browser that reconnects repeats the URL it was given, so the header is the newer of the two. */
function startOf({ headers }: ChannelRequest, query: URLSearchParams): number | null {
  const lastEventId = headers['last-event-id'];
  if (typeof lastEventId === 'string' && lastEventId !== '') return eventNumber('Last-Event-ID', lastEventId);
  const after = query.get('after');
  return after === null ? null : eventNumber('after', after);
}

/** What a token opened closes with it; the client comes again with the next one. */
function endWithToken({ caller, context: { clock } }: Call, feed: EventFeed): void {
  if (caller.kind !== 'token') return;
  const timer = clock.setTimeout(() => feed.close(), caller.expiresAt - clock.now());
  feed.onClose(() => timer.cancel());
}

interface FrameOptions {
  readonly scope: EventScope;
  readonly reads: ReadReceipts | null;
  /** What came before the first event is not shown to this reader. */
  readonly fromNow: boolean;
  /** The number that the client gave and that this timeline does not have; null: all is well. */
  readonly unknown: number | null;
}

async function* frames(
  context: AdapterContext,
  feed: EventFeed,
  { scope, reads, fromNow, unknown }: FrameOptions,
): AsyncGenerator<string, void, undefined> {
  try {
    yield ': connected\n\n';
    if (unknown !== null) yield `id: 0\n${frame(resetOf(scope, { at: context.clock.now(), after: unknown }))}`;
    let after = fromNow ? null : 0;
    for await (const item of feed.items()) {
      yield frameOf(item, scope, context.clock.now());
      if (item.kind !== 'entry') continue;
      // Whoever comes for more has written this one.
      after ??= item.entry.number - 1;
      if (isTold(item.entry)) reads?.note(scope.address, { after, upTo: item.entry.number });
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unexpected';
    context.logger.warn(
      { event: 'stream.failed', channel: context.channel, code },
      'an event stream ended because the timeline could not be read',
    );
  } finally {
    feed.close();
  }
}

function frameOf(item: FeedItem, scope: EventScope, nowMs: number): string {
  switch (item.kind) {
    case 'idle':
      return ': ping\n\n';
    case 'typing':
      return frame(eventOfTyping(scope, { ...item.typing, at: nowMs }));
    case 'entry':
      return `id: ${item.entry.number}\n${frame(eventOfEntry(scope, item.entry))}`;
  }
}

function frame(event: PublicEvent | StreamReset): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
