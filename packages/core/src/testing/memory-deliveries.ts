import type { DeliveryChange, DeliveryFilter, ReceiptRange } from '../contracts/store.ts';
import type { Delivery, DeliveryState } from '../domain/delivery.ts';
import type { ConversationId, CustomerId } from '../domain/ids.ts';

const FINAL: ReadonlySet<DeliveryState> = new Set(['sent', 'failed', 'expired', 'dropped', 'delivered']);
const OUTSTANDING: ReadonlySet<DeliveryState> = new Set(['sending', 'unknown', 'waiting']);

export function isFinal({ state }: Delivery): boolean {
  return FINAL.has(state);
}

export function isOutstanding({ state }: Delivery): boolean {
  return OUTSTANDING.has(state);
}

/** A delivery after a change; as it was if the change is not allowed. */
export function changed(delivery: Delivery, { id: _, ...changes }: DeliveryChange): Delivery {
  if (!FINAL.has(delivery.state)) return { ...delivery, ...changes };
  const isReceipt = changes.state === 'delivered' || changes.state === 'failed';
  const awaits = delivery.state === 'sent' && delivery.awaitsReceipt;
  return awaits && isReceipt ? { ...delivery, ...changes, awaitsReceipt: false } : delivery;
}

export function wanted(delivery: Delivery, { states, conversationId }: DeliveryFilter): boolean {
  return (
    (states === undefined || states.includes(delivery.state)) &&
    (conversationId === undefined || delivery.conversationId === conversationId)
  );
}

export function isCarriedOver(delivery: Delivery, customer: CustomerId, from: ConversationId): boolean {
  const { customerId, conversationId, direction, state } = delivery;
  return customerId === customer && conversationId === from && direction === 'toAgent' && !FINAL.has(state);
}

/** Those of one customer that await a receipt, oldest first. */
export function awaiting(ofCustomer: readonly Delivery[], { after, upTo, limit }: ReceiptRange): readonly Delivery[] {
  return ofCustomer
    .filter(({ state, awaitsReceipt }) => state === 'sent' && awaitsReceipt)
    .filter(({ timelineNumber: number }) => number !== null && number > after && number <= upTo)
    .sort((a, b) => (a.timelineNumber ?? 0) - (b.timelineNumber ?? 0) || a.seq - b.seq)
    .slice(0, limit);
}
