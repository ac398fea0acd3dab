import type { Address, JsonValue } from '@trunkline/core';
import { decodeAddress, isProvisional, type ThreadPlace } from '../address.ts';
import type { Inbound } from '../events/inbound.ts';
import { talkKey, talksOf } from '../events/talks.ts';
import { SPAN_MS } from './spans.ts';

export interface EndedBefore {
  readonly team: string;
  /** The time that is looked back to, epoch milliseconds. */
  readonly since: number;
}

/** Slack lets about fifty be read in a minute. */
const MOST = 200;

/** Threads whose conversation is over, but not for long, by Slack's present names; the latest first. Forgets the others. */
export async function endedThreads(
  { context, channels }: Inbound,
  { team, since }: EndedBefore,
): Promise<readonly ThreadPlace[]> {
  const changes: Record<string, JsonValue> = {};
  const ended: { readonly place: ThreadPlace; readonly endedAt: number }[] = [];
  for await (const { address, endedAt } of talksOf(context, team)) {
    if (endedAt !== null && endedAt >= since - SPAN_MS) {
      const place = placeOf(channels.present(address));
      if (place !== null) ended.push({ place, endedAt });
      continue;
    }
    if ((await context.conversation(address)) !== null) continue;
    // How it ended was not noted: it is over from now on.
    changes[talkKey(team, address)] = endedAt === null ? context.clock.now() : null;
    const place = placeOf(channels.present(address));
    if (endedAt === null && place !== null) ended.push({ place, endedAt: context.clock.now() });
  }
  if (Object.keys(changes).length > 0) await context.storage.put(changes);
  return ended
    .sort((a, b) => b.endedAt - a.endedAt)
    .slice(0, MOST)
    .map(({ place }) => place);
}

function placeOf(address: Address): ThreadPlace | null {
  const place = decodeAddress(address);
  return place === null || isProvisional(place) || place.thread === null ? null : place;
}
