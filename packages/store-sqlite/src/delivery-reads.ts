import type {
  CustomerId,
  Delivery,
  DeliveryDetails,
  DeliveryFilter,
  DeliveryId,
  DeliveryState,
  Direction,
  ReceiptRange,
} from '@trunkline/core';
import type { Database, SqlValue, Statement } from './database.ts';
import {
  type DeliveryRow,
  toDelivery as readDelivery,
  toDeliveryDetails as readDeliveryDetails,
  SELECT_DELIVERY,
} from './delivery-row.ts';
import type { Sealing } from './sealing.ts';
import { DELIVERY_STATES, DIRECTIONS, toNumber } from './sql-words.ts';

export interface DeliveryReads {
  one(id: DeliveryId): DeliveryDetails | null;
  /** Sending, unknown or waiting, of the customer with this key. */
  outstanding(customer: number): readonly Delivery[];
  /** Pending and created before a time, oldest first. */
  overdue(customer: CustomerId, direction: Direction, createdBefore: number): readonly Delivery[];
  /** Sent and awaiting a receipt, with a timeline number in the range, oldest first. */
  awaitingReceipt(customer: CustomerId, range: ReceiptRange): readonly Delivery[];
  /** In the order of creation, or the other way round. */
  list(filter: DeliveryFilter): readonly DeliveryDetails[];
}

const SENT = toNumber(DELIVERY_STATES, 'sent');
const DELIVERED = toNumber(DELIVERY_STATES, 'delivered');

export function deliveryReads(database: Database, sealing: Sealing): DeliveryReads {
  const toDelivery = (row: DeliveryRow): Delivery => readDelivery(row, sealing);
  const toDeliveryDetails = (row: DeliveryRow): DeliveryDetails => readDeliveryDetails(row, sealing);
  const one = database.prepare<DeliveryRow>(`${SELECT_DELIVERY} WHERE d.id = ?`);
  const outstanding = database.prepare<DeliveryRow>(`${SELECT_DELIVERY} WHERE d.customer = ? AND d.direction IN (0, 1)
    AND d.state IN (${numbersOf(['sending', 'unknown', 'waiting'])}) AND d.state < ${SENT} ORDER BY d.direction`);
  const overdue = database.prepare<DeliveryRow>(`${SELECT_DELIVERY} WHERE c.id = ? AND d.direction = ?
    AND d.state = ${numbersOf(['pending'])} AND d.state < ${SENT} AND d.created_at < ? ORDER BY d.seq`);
  const awaiting = database.prepare<DeliveryRow>(`${SELECT_DELIVERY} WHERE c.id = ? AND d.awaits_receipt = 1
    AND d.state = ${SENT} AND d.timeline_number > ? AND d.timeline_number <= ?
    ORDER BY d.timeline_number, d.seq LIMIT ?`);
  const lists = new Map<string, Statement<DeliveryRow>>();

  function listing(rest: string): Statement<DeliveryRow> {
    const known = lists.get(rest);
    if (known !== undefined) return known;
    const statement = database.prepare<DeliveryRow>(`${SELECT_DELIVERY} ${rest} LIMIT ?`);
    lists.set(rest, statement);
    return statement;
  }

  return {
    one(id) {
      const row = one.get(id);
      return row === undefined ? null : toDeliveryDetails(row);
    },
    outstanding: (customer) => outstanding.all(customer).map(toDelivery),
    overdue: (customer, direction, createdBefore) =>
      overdue.all(customer, toNumber(DIRECTIONS, direction), createdBefore).map(toDelivery),
    awaitingReceipt: (customer, { after, upTo, limit }) => awaiting.all(customer, after, upTo, limit).map(toDelivery),
    list({ states, conversationId, newestFirst = false, limit }) {
      const numbers = states === undefined ? null : numbersOf(states);
      const order = `ORDER BY d.key ${newestFirst ? 'DESC' : 'ASC'}`;
      const values: readonly SqlValue[] = conversationId === undefined ? [limit] : [conversationId, limit];
      const where = conversationId === undefined ? ofStates(numbers) : ofConversation(numbers);
      return listing(`WHERE ${where} ${order}`)
        .all(...values)
        .map(toDeliveryDetails);
    },
  };
}

/** What most deliveries are in the end has no index of states; all other states are found in the partial ones, by their keys. */
function ofStates(states: readonly number[] | null): string {
  if (states === null) return 'true';
  const condition = `state IN (${states.join(', ')})`;
  if (states.includes(SENT) || states.includes(DELIVERED)) return `d.${condition}`;
  return `d.key IN (SELECT key FROM deliveries WHERE ${condition} AND state < ${SENT}
    UNION ALL SELECT key FROM deliveries WHERE ${condition} AND state > ${SENT} AND state < ${DELIVERED})`;
}

// The plus keeps the indices of states out of it: a conversation is short, and its own index is in the order of creation.
function ofConversation(states: readonly number[] | null): string {
  return `d.conversation = ?${states === null ? '' : ` AND +d.state IN (${states.join(', ')})`}`;
}

function numbersOf(states: readonly DeliveryState[]): readonly number[] {
  const numbers = states.map((state) => toNumber(DELIVERY_STATES, state));
  return [...new Set(numbers)].sort((one, other) => one - other);
}
