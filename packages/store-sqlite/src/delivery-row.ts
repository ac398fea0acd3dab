import type {
  Address,
  ChannelName,
  ConversationId,
  CustomerId,
  Delivery,
  DeliveryDetails,
  DeliveryId,
} from '@trunkline/core';
import type { SqlValue } from './database.ts';
import { unfoldDeliveryBody } from './folded-body.ts';
import { MESSAGE_COLUMNS, type MessageColumns, messageContent } from './message-rows.ts';
import type { Sealing } from './sealing.ts';
import { DELIVERY_STATES, DIRECTIONS, toText, toTextOrNull, toWord } from './sql-words.ts';

/** What `SELECT_DELIVERY` returns. The message's columns are null where `message` is, or where the message was removed. */
export interface DeliveryRow extends MessageColumns {
  readonly key: number;
  readonly id: DeliveryId;
  readonly customer_id: CustomerId;
  readonly channel: ChannelName;
  readonly address: SqlValue;
  readonly conversation: ConversationId;
  readonly direction: number;
  readonly seq: number;
  readonly message: number | null;
  readonly body: SqlValue;
  readonly state: number;
  readonly attempts: number;
  readonly lands_until: number | null;
  readonly created_at: number;
  readonly settled_at: number | null;
  readonly remote_key: SqlValue;
  readonly repeated: number;
  readonly retry_of: DeliveryId | null;
  readonly awaits_receipt: number;
  readonly reason: SqlValue;
  readonly timeline_number: number | null;
}

export const SELECT_DELIVERY: string = `
  SELECT d.*, c.id AS customer_id, c.channel, c.address, ${MESSAGE_COLUMNS}
  FROM deliveries d JOIN customers c ON c.key = d.customer LEFT JOIN messages m ON m.key = d.message`;

/** Where a body stands, for its sealing. */
export const BODY = 'deliveries.body';

export function toDelivery(row: DeliveryRow, sealing: Sealing): Delivery {
  return {
    id: row.id,
    customerId: row.customer_id,
    conversationId: row.conversation,
    direction: toWord(DIRECTIONS, row.direction),
    seq: row.seq,
    body: unfoldDeliveryBody(
      sealing.openOrNull(BODY, row.body),
      row.message_id === null ? null : messageContent(row, sealing),
    ),
    state: toWord(DELIVERY_STATES, row.state),
    attempts: row.attempts,
    landsUntil: row.lands_until,
    createdAt: row.created_at,
    settledAt: row.settled_at,
    awaitsReceipt: row.awaits_receipt === 1,
    remoteKey: toTextOrNull(row.remote_key),
    repeated: row.repeated === 1,
    retryOf: row.retry_of,
    reason: toTextOrNull(row.reason),
    timelineNumber: row.timeline_number,
  };
}

export function toDeliveryDetails(row: DeliveryRow, sealing: Sealing): DeliveryDetails {
  return { ...toDelivery(row, sealing), channel: row.channel, address: toText(row.address) as Address };
}
