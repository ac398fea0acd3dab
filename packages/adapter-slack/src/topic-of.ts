import type { AdapterContext } from '@trunkline/core';
import { encodeAddress, type ProvisionalPlace } from './address.ts';
import { unmarked } from './events/unmarked.ts';

/** What a command or modal has asked for: the first that the customer said; null: nothing. */
export async function topicOf(context: AdapterContext, place: ProvisionalPlace): Promise<string | null> {
  const page = await context.timeline(encodeAddress(place), { after: 0, limit: 10 });
  for (const { body } of page?.entries ?? [])
    if (body.type === 'message.created' && body.message.author.kind === 'customer') return unmarked(body.message);
  return null;
}
