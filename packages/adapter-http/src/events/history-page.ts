import { setImmediate } from 'node:timers/promises';
import type { AdapterContext } from '@trunkline/core';
import { type EventScope, eventOfEntry } from '../public-event.ts';
import { isTold } from './read-receipts.ts';
import { ReadingSize } from './reading-size.ts';

const MAX_EVENTS = 100;
/** Of JSON; a single event may be larger. */
const MAX_PAGE_BYTES = 1_000_000;
/** How much one request looks through, each of them as much as `ReadingSize` holds. */
const MAX_READINGS = 50;

export interface HistoryRange {
  readonly after: number;
  /** Null: all of them. */
  readonly conversation: string | null;
  /** Aborts when nobody waits for the page any more. */
  readonly signal: AbortSignal;
}

export interface HistoryPage {
  /** As JSON. */
  readonly events: readonly string[];
  /** The last number that was looked at. */
  readonly next: number;
  /** The last number that was shown and is not what the customer said; null: none was. */
  readonly told: number | null;
}

/** Reads a page of a timeline; null: there is no such customer. Without events, it may still not be the end. */
export async function readHistoryPage(
  context: Pick<AdapterContext, 'timeline'>,
  scope: EventScope,
  { after, conversation, signal }: HistoryRange,
): Promise<HistoryPage | null> {
  const size = new ReadingSize(MAX_EVENTS);
  const events: string[] = [];
  let bytes = 0;
  let next = after;
  let told: number | null = null;
  for (let readings = 0; readings < MAX_READINGS && !signal.aborted; readings += 1) {
    const limit = conversation === null ? Math.min(size.limit, MAX_EVENTS - events.length) : size.limit;
    const page = await context.timeline(scope.address, { after: next, limit });
    if (page === null) return null;
    for (const entry of size.hold(page.entries)) {
      if (conversation === null || entry.conversationId === conversation) {
        const event = JSON.stringify(eventOfEntry(scope, entry));
        bytes += Buffer.byteLength(event);
        if (events.length > 0 && bytes > MAX_PAGE_BYTES) return { events, next, told };
        events.push(event);
        if (isTold(entry)) told = entry.number;
      }
      next = entry.number;
      if (events.length === MAX_EVENTS) return { events, next, told };
    }
    if (page.entries.length < limit && next === page.next) break;
    // A long timeline is not read at one go: others have their turn in between.
    await setImmediate();
  }
  return { events, next, told };
}
