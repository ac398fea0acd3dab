import type { DeliveryDetails, DeliveryState, Direction } from '@trunkline/core';
import type { CliIo } from './io.ts';
import { type ListOptions, noteLimit } from './options.ts';
import { json, localTime, table } from './table.ts';
import { withReader } from './with-reader.ts';

export interface DeliveriesListOptions extends ListOptions {
  readonly failed?: true;
}

/** Final states in which a message did not arrive although nobody wanted that. */
const FAILED: readonly DeliveryState[] = ['failed', 'expired'];

/** A receipt that has not come by then is not expected any more; it would still be taken. */
const UNCONFIRMED_AFTER_MS = 72 * 3_600_000;

export async function listDeliveries(options: DeliveriesListOptions, io: CliIo): Promise<void> {
  const { limit } = options;
  const filter = { limit, newestFirst: true, ...(options.failed === true ? { states: FAILED } : {}) };
  const found = await withReader(options.config, io, (store) => store.deliveries(filter));
  const shown = (delivery: DeliveryDetails): string => shownState(delivery, io.clock.now());
  io.stdout.write(
    `${options.json === true ? json({ items: found.map(deliveryItem) }) : deliveryTable(found, shown)}\n`,
  );
  noteLimit(found, limit, io);
}

/** A delivery as `--json` shows it. */
export interface DeliveryItem {
  readonly id: string;
  readonly conversationId: string;
  readonly channel: string;
  readonly customer: string;
  readonly direction: Direction;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly reason: string | null;
}

export function deliveryItem(delivery: DeliveryDetails): DeliveryItem {
  const { id, conversationId, channel, address, direction, state, attempts, reason } = delivery;
  return { id, conversationId, channel, customer: address, direction, state, attempts, reason };
}

/** For people: what was sent long ago and never confirmed may still have arrived, or not. */
export function shownState({ state, awaitsReceipt, settledAt }: DeliveryDetails, nowMs: number): string {
  const since = state === 'sent' && awaitsReceipt ? settledAt : null;
  return since !== null && nowMs - since > UNCONFIRMED_AFTER_MS ? 'sent (unconfirmed)' : state;
}

export function deliveryTable(
  found: readonly DeliveryDetails[],
  stateOf: (delivery: DeliveryDetails) => string = ({ state }) => state,
): string {
  if (found.length === 0) return 'no deliveries';
  return table(
    ['ID', 'CREATED', 'CHANNEL', 'CUSTOMER', 'TO', 'WHAT', 'STATE', 'ATTEMPTS', 'REASON'],
    found.map((delivery) => {
      const { id, createdAt, channel, address, direction, body, attempts, repeated, reason } = delivery;
      return [
        id,
        localTime(createdAt),
        channel,
        address,
        direction === 'toAgent' ? 'agent' : 'customer',
        body.kind === 'status' ? body.status : body.kind,
        stateOf(delivery),
        repeated ? `${attempts}, repeated` : String(attempts),
        reason ?? '',
      ];
    }),
  );
}
