import { randomUUID } from 'node:crypto';
import type { CustomerId, OperatorEvent, Store } from '@trunkline/core';
import type { CliIo } from './io.ts';

/** Leaves a wish for the owner of a customer: a bridge that runs, or the next that starts. Returns what to print. */
export async function queueEvent(
  store: Store,
  { customerId, event }: { readonly customerId: CustomerId; readonly event: OperatorEvent },
  io: Pick<CliIo, 'clock'>,
): Promise<string> {
  await store.record({ id: randomUUID(), customerId, at: io.clock.now(), event });
  return `queued: ${event.type} ${objectOf(event)} (a running bridge does it now, otherwise the next start does)`;
}

function objectOf(event: OperatorEvent): string {
  switch (event.type) {
    case 'end':
      return `conversation ${event.conversationId}`;
    case 'forget':
      return 'the customer, once nothing is open or owed any more';
    default:
      return `delivery ${event.deliveryId}`;
  }
}
