import type { Delivery } from '../domain/delivery.ts';
import { type Draft, enqueue } from './draft.ts';
import { dropOne } from './lane.ts';
import { isPreface } from './notice.ts';
import { currentConversation } from './on-customer.ts';
import { drop } from './on-engine.ts';

/** Names the keys by which is known what was tried again: once is enough, as the new delivery can be tried again itself. */
export const RETRIED_SCOPE = 'retried';

const GIVEN_UP: ReadonlySet<Delivery['state']> = new Set(['failed', 'expired', 'dropped']);

/** Sends again what was given up, as a new delivery at the end of the lane. Statuses and notices are of no use any more. */
export function onRetryRequested(draft: Draft, delivery: Delivery): void {
  const { id, direction, body, state, timelineNumber } = delivery;
  if (body.kind !== 'message' || body.author.kind === 'system' || !GIVEN_UP.has(state)) return;
  draft.writes.seen.push({ scope: RETRIED_SCOPE, key: id, fingerprint: null, messageId: null, conversationId: null });
  const conversation = direction === 'toAgent' ? currentConversation(draft) : delivery.conversationId;
  enqueue(draft, { direction, conversation, body, timelineNumber, retryOf: id });
}

/** Gives up what nobody has begun to send, or what was certainly not taken. Whoever waits for it is told. */
export function onDropRequested(draft: Draft, delivery: Delivery): void {
  const { direction } = delivery;
  if (isPreface(delivery)) return;
  const { outstanding } = draft.state.kept[direction];
  if (draft.state.held[direction]?.id === delivery.id) {
    const settled =
      outstanding?.state === 'waiting' || (direction === 'toCustomer' && outstanding?.state === 'unknown');
    if (settled) dropOne(draft, delivery);
  } else if (delivery.state === 'pending') {
    drop(draft, direction, [delivery]);
    dropOne(draft, delivery);
  }
}
