import type { Delivery, DeliveryBody } from '../domain/delivery.ts';
import { type Draft, enqueue } from './draft.ts';
import { currentConversation } from './on-customer.ts';

/** Names the keys by which is known what was tried again: once is enough, as the new delivery can be tried again itself. */
export const RETRIED_SCOPE = 'retried';

/** The states of what did not arrive and is not tried any more. */
export const GIVEN_UP: ReadonlySet<Delivery['state']> = new Set(['failed', 'expired', 'dropped']);

/** Statuses, notices and what the bridge said are of no use any more by the time they could be sent again. */
export function isSpokenByPeople(body: DeliveryBody): boolean {
  return body.kind === 'message' && body.author.kind !== 'system';
}

/** Sends again what was given up, as a new delivery at the end of the lane that names the old one. */
export function sendAgain(draft: Draft, { id, direction, body, conversationId, timelineNumber }: Delivery): void {
  draft.writes.seen.push({ scope: RETRIED_SCOPE, key: id, fingerprint: null, messageId: null, conversationId: null });
  const conversation = direction === 'toAgent' ? currentConversation(draft) : conversationId;
  enqueue(draft, { direction, conversation, body, timelineNumber, retryOf: id });
}
