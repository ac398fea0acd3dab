import type {
  CustomerId,
  Delivery,
  DeliveryDetails,
  DeliveryFilter,
  DeliveryId,
  DeliveryState,
  Direction,
} from '@trunkline/core';
import type { Database, SqlValue, Statement } from './database.ts';
import { type DeliveryRow, SELECT_DELIVERY, toDelivery, toDeliveryDetails } from './delivery-row.ts';
import { DELIVERY_STATES, DIRECTIONS, toNumber } from './sql-words.ts';

export interface DeliveryReads {
  one(id: DeliveryId): DeliveryDetails | null;
  /** Sending, unknown or waiting, of the customer with this key. */
  outstanding(customer: number): readonly Delivery[];
  /** Pending and created before a time, oldest first. */
  overdue(customer: CustomerId, direction: Direction, createdBefore: number): readonly Delivery[];
  /** In the order of creation. */
  list(filter: DeliveryFilter): readonly DeliveryDetails[];
}

const SENT = toNumber(DELIVERY_STATES, 'sent');

export function deliveryReads(database: Database): DeliveryReads {
  const one = database.prepare<DeliveryRow>(`${SELECT_DELIVERY} WHERE d.id = ?`);
  const outstanding = database.prepare<DeliveryRow>(`${SELECT_DELIVERY} WHERE d.customer = ? AND d.direction IN (0, 1)
    AND d.state IN (${numbersOf(['sending', 'unknown', 'waiting'])}) AND d.state < ${SENT} ORDER BY d.direction, d.seq`);
  const overdue = database.prepare<DeliveryRow>(`${SELECT_DELIVERY} WHERE c.id = ? AND d.direction = ?
    AND d.state = ${numbersOf(['pending'])} AND d.state < ${SENT} AND d.created_at < ? ORDER BY d.seq`);
  const lists = new Map<string, Statement<DeliveryRow>>();

  function listing(where: string): Statement<DeliveryRow> {
    const known = lists.get(where);
    if (known !== undefined) return known;
    const statement = database.prepare<DeliveryRow>(`${SELECT_DELIVERY} WHERE ${where} ORDER BY d.key LIMIT ?`);
    lists.set(where, statement);
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
    list({ states, conversationId, limit }) {
      const conditions: string[] = [];
      const values: SqlValue[] = [];
      if (conversationId !== undefined) {
        conditions.push('d.conversation = ?');
        values.push(conversationId);
      }
      if (states !== undefined) conditions.push(ofStates(states));
      return listing(conditions.join(' AND ') || 'true')
        .all(...values, limit)
        .map(toDeliveryDetails);
    },
  };
}

/** Names the partial index that holds all of these states, where there is one. */
function ofStates(states: readonly DeliveryState[]): string {
  const numbers = numbersOf(states);
  const condition = `state IN (${numbers.join(', ')})`;
  if (numbers.every((number) => number < SENT))
    return `d.key IN (SELECT key FROM deliveries WHERE ${condition} AND state < ${SENT})`;
  return numbers.every((number) => number > SENT) ? `d.${condition} AND d.state > ${SENT}` : `d.${condition}`;
}

function numbersOf(states: readonly DeliveryState[]): readonly number[] {
  const numbers = states.map((state) => toNumber(DELIVERY_STATES, state));
  return [...new Set(numbers)].sort((one, other) => one - other);
}
