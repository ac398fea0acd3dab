import type { ChannelRequest } from '@trunkline/core';
import { mountOf } from '../mount.ts';
import { type EventScope, eventOfEntry, eventOfTyping, type PublicEvent } from '../public-event.ts';
import type { Call, CustomerEndpoint } from '../requests/endpoint.ts';
import { eventNumber } from '../requests/parameters.ts';
import type { EventFeed, FeedItem } from './event-feed.ts';

/** `GET /customers/{id}/events`: server-sent events. Subscribed before the reply goes out. */
export const getEvents: CustomerEndpoint = async (call, customer) => {
  const { request, query, context, feeds } = call;
  const feed = feeds.open({ context, address: customer, after: startOf(request, query) }, request.signal);
  return {
    status: 200,
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
    body: frames(call, feed, { address: customer, mount: mountOf(context) }),
  };
};

/** A browser that reconnects repeats the URL it was given, so the header is the newer of the two. */
function startOf({ headers }: ChannelRequest, query: URLSearchParams): number | null {
  const lastEventId = headers['last-event-id'];
  if (typeof lastEventId === 'string' && lastEventId !== '') return eventNumber('Last-Event-ID', lastEventId);
  const after = query.get('after');
  return after === null ? null : eventNumber('after', after);
}

async function* frames(
  { context }: Pick<Call, 'context'>,
  feed: EventFeed,
  scope: EventScope,
): AsyncGenerator<string, void, undefined> {
  try {
    yield ': connected\n\n';
    for await (const item of feed.items()) yield frameOf(item, scope, context.clock.now());
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

function frame(event: PublicEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
