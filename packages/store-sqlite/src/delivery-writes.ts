import type { Commit, Delivery, DeliveryChange, Direction } from '@trunkline/core';
import type { Database } from './database.ts';
import { BODY, type DeliveryRow, SELECT_DELIVERY, toDelivery } from './delivery-row.ts';
import { foldDeliveryBody, type WrittenMessage } from './folded-body.ts';
import type { Sealing } from './sealing.ts';
import { DELIVERY_STATES, DIRECTIONS, fromTextOrNull, toNumber } from './sql-words.ts';

type Claim = NonNullable<Commit['claim']>[number];

/** Changes to the deliveries of one customer, named by its key. */
export interface DeliveryWrites {
  insert(customer: number, delivery: Delivery, message: WrittenMessage | undefined): void;
  change(customer: number, change: DeliveryChange): void;
  carryOver(customer: number, conversations: NonNullable<Commit['carryOver']>): void;
  claim(customer: number, claim: Claim): Delivery | null;
}

const PENDING = toNumber(DELIVERY_STATES, 'pending');
const SENDING = toNumber(DELIVERY_STATES, 'sending');
const FIRST_FINAL = toNumber(DELIVERY_STATES, 'sent');
/** What a receipt may make of `sent`. */
const RECEIPTS = [toNumber(DELIVERY_STATES, 'delivered'), toNumber(DELIVERY_STATES, 'failed')].join(', ');
const direction = (word: Direction): number => toNumber(DIRECTIONS, word);

export function deliveryWrites(database: Database, sealing: Sealing): DeliveryWrites {
  const insert = database.prepare(`INSERT INTO deliveries (id, customer, conversation, direction, seq, message, body,
    state, attempts, lands_until, created_at, settled_at, remote_key, repeated, retry_of, reason, timeline_number,
    awaits_receipt)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const change = database.prepare(`UPDATE deliveries SET state = ?, attempts = coalesce(?, attempts),
    lands_until = iif(?, ?, lands_until), settled_at = coalesce(?, settled_at), remote_key = iif(?, ?, remote_key),
    repeated = coalesce(?, repeated), reason = iif(?, ?, reason),
    awaits_receipt = iif(state < ${FIRST_FINAL}, coalesce(?, awaits_receipt), 0)
    WHERE id = ? AND customer = ? AND (state < ${FIRST_FINAL}
      OR (state = ${FIRST_FINAL} AND awaits_receipt = 1 AND ? IN (${RECEIPTS})))`);
  const carriedOver = database.prepare<DeliveryRow>(`${SELECT_DELIVERY} WHERE d.customer = ?
    AND d.direction = ${direction('toAgent')} AND d.state < ${FIRST_FINAL} AND d.conversation = ?`);
  const carryOver = database.prepare('UPDATE deliveries SET conversation = ?, body = ? WHERE key = ?');
  const oldest = database.prepare<DeliveryRow>(`${SELECT_DELIVERY} WHERE d.customer = ?1 AND d.direction = ?2
    AND d.state = ${PENDING} AND d.state < ${FIRST_FINAL} AND (?3 IS NULL OR d.conversation = ?3)
    ORDER BY d.seq LIMIT 1`);
  const claim = database.prepare('UPDATE deliveries SET state = ?, attempts = ?, lands_until = ? WHERE key = ?');

  return {
    insert(customer, delivery, message) {
      const folded = foldDeliveryBody(delivery.body, message);
      insert.run(
        delivery.id,
        customer,
        delivery.conversationId,
        direction(delivery.direction),
        delivery.seq,
        folded.message,
        sealing.sealOrNull(BODY, folded.body),
        toNumber(DELIVERY_STATES, delivery.state),
        delivery.attempts,
        delivery.landsUntil,
        delivery.createdAt,
        delivery.settledAt,
        fromTextOrNull(delivery.remoteKey),
        delivery.repeated ? 1 : 0,
        delivery.retryOf,
        fromTextOrNull(delivery.reason),
        delivery.timelineNumber,
        delivery.awaitsReceipt ? 1 : 0,
      );
    },
    change(customer, { id, state, attempts, landsUntil, settledAt, remoteKey, repeated, awaitsReceipt, reason }) {
      const number = toNumber(DELIVERY_STATES, state);
      change.run(
        number,
        attempts ?? null,
        landsUntil === undefined ? 0 : 1,
        landsUntil ?? null,
        settledAt ?? null,
        remoteKey === undefined ? 0 : 1,
        fromTextOrNull(remoteKey ?? null),
        repeated === undefined ? null : Number(repeated),
        reason === undefined ? 0 : 1,
        fromTextOrNull(reason ?? null),
        awaitsReceipt === undefined ? null : Number(awaitsReceipt),
        id,
        customer,
        number,
      );
    },
    carryOver(customer, { from, to }) {
      // The conversation it leaves may be removed long before the one it comes to.
      for (const row of carriedOver.all(customer, from))
        carryOver.run(to, sealing.seal(BODY, JSON.stringify(toDelivery(row, sealing).body)), row.key);
    },
    claim(customer, { direction: side, landsUntil, conversation = null }) {
      const row = oldest.get(customer, direction(side), conversation);
      if (row === undefined) return null;
      const attempts = row.attempts + 1;
      claim.run(SENDING, attempts, landsUntil, row.key);
      return { ...toDelivery(row, sealing), state: 'sending', attempts, landsUntil };
    },
  };
}
