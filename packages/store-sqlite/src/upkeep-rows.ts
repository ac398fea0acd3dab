import type { CustomerId, SweepRange, Swept } from '@trunkline/core';
import { customerTables } from './customer-tables.ts';
import type { Database, SqlValue, Statement } from './database.ts';
import { AUTHOR_KINDS, CONVERSATION_STATES, DELIVERY_STATES, toNumber } from './sql-words.ts';

interface OldConversation {
  readonly key: number;
  readonly id: string;
  readonly customer: number;
  readonly channel: string;
  readonly state: number;
  readonly opened_at: number;
  readonly ended_at: number | null;
}

/** What removes and what counts. Each call is one part of a transaction. */
export interface UpkeepRows {
  sweep(range: SweepRange): Swept;
  /** Everything of the customer with this key. */
  forget(customer: number, timelineNumber: number): void;
  timelineFloor(): number;
  unaccounted(all: boolean): number;
}

/** How many conversations are looked at in one go, whether they may be removed or not. */
const LOOKED_AT = 200;
const ENDED = toNumber(CONVERSATION_STATES, 'ended');
const FIRST_FINAL = toNumber(DELIVERY_STATES, 'sent');
const SYSTEM = toNumber(AUTHOR_KINDS, 'system');
const FLOOR = { scope: 'store', key: 'timelineFloor' } as const;
/** A table's rows of one conversation, some at a time: conversation, customer and limit are ?1, ?2 and ?3. */
const PARTS: readonly string[] = [
  'DELETE FROM deliveries WHERE key IN (SELECT key FROM deliveries WHERE conversation = ?1 AND ?2 > 0 LIMIT ?3)',
  'DELETE FROM messages WHERE key IN (SELECT key FROM messages WHERE conversation = ?1 AND ?2 > 0 LIMIT ?3)',
  `DELETE FROM timeline WHERE customer = ?2 AND number IN
    (SELECT number FROM timeline WHERE customer = ?2 AND conversation = ?1 ORDER BY number LIMIT ?3)`,
  `DELETE FROM seen WHERE customer = ?2 AND (scope, name) IN
    (SELECT scope, name FROM seen WHERE customer = ?2 AND conversation_id = ?1 LIMIT ?3)`,
];

export function upkeepRows(database: Database): UpkeepRows {
  const old = database.prepare<OldConversation>(`SELECT key, id, customer, channel, state, opened_at, ended_at
    FROM conversations WHERE opened_at >= ?1 AND (opened_at, key) > (?1, ?2) AND opened_at < ?3
    ORDER BY opened_at, key LIMIT ${LOOKED_AT}`);
  const owed = database.prepare(`SELECT 1 FROM deliveries WHERE conversation = ? AND state < ${FIRST_FINAL} LIMIT 1`);
  const parts = PARTS.map((sql) => database.prepare(sql));
  const remove = database.prepare('DELETE FROM conversations WHERE key = ?');
  const bareOf = database.prepare<{ readonly id: CustomerId }>(`SELECT id FROM customers WHERE key = ? AND active = 0
    AND NOT EXISTS (SELECT 1 FROM timeline WHERE customer = customers.key)`);
  const ofCustomer = database.prepare<OldConversation>('SELECT * FROM conversations WHERE customer = ?');
  const rest = customerTables(database).map((table) => database.prepare(`DELETE FROM ${table} WHERE customer = ?`));
  const removeCustomer = database.prepare('DELETE FROM customers WHERE key = ?');
  const floor = database.prepare<{ readonly value: string }>('SELECT value FROM entries WHERE scope = ? AND key = ?');
  const raiseFloor = database.prepare('INSERT OR REPLACE INTO entries (scope, key, value) VALUES (?, ?, ?)');
  const alone = counting(
    database,
    `deliveries d LEFT JOIN customers c ON c.key = d.customer
    WHERE d.state < ${FIRST_FINAL} AND coalesce(c.active, 0) = 0`,
  );
  const undelivered = counting(
    database,
    `messages m WHERE m.key > ? AND m.author_kind <> ${SYSTEM}
    AND m.key NOT IN (SELECT message FROM deliveries WHERE key > ? AND message IS NOT NULL)`,
  );
  const opened = { message: last(database, 'messages'), delivery: last(database, 'deliveries') };

  /** Removes what belongs to a conversation, up to so many rows; how many more might have been, or null if some are left. */
  function removeRows({ id, customer }: OldConversation, budget: number): number | null {
    let left = budget;
    for (const part of parts) {
      if (left <= 0) return null;
      left -= Number(part.run(id, customer, left).changes);
    }
    return left <= 0 ? null : left;
  }

  function mayGo({ state, ended_at: endedAt, id, channel }: OldConversation, range: SweepRange): boolean {
    return (
      channel === range.channel &&
      state === ENDED &&
      (endedAt ?? range.endedBefore) < range.endedBefore &&
      owed.get(id) === undefined
    );
  }

  return {
    sweep(range) {
      let place = placeOf(range.after);
      const looked = old.all(place.openedAt, place.key, range.endedBefore);
      const bare: CustomerId[] = [];
      let conversations = 0;
      let left = range.limit;
      for (const one of looked) {
        if (mayGo(one, range)) {
          const rest = removeRows(one, left);
          if (rest === null) return { conversations, next: placeText(place), bare };
          left = rest - 1;
          const nobody = bareOf.get(one.customer);
          // The way back to a customer who is still to be forgotten.
          if (nobody === undefined) remove.run(one.key);
          else bare.push(nobody.id);
          conversations += 1;
        }
        place = { openedAt: one.opened_at, key: one.key };
      }
      return { conversations, next: looked.length < LOOKED_AT ? null : placeText(place), bare };
    },
    forget(customer, timelineNumber) {
      for (const one of ofCustomer.all(customer)) {
        removeRows(one, Number.MAX_SAFE_INTEGER);
        remove.run(one.key);
      }
      for (const table of rest) table.run(customer);
      removeCustomer.run(customer);
      const known = Number(floor.get(FLOOR.scope, FLOOR.key)?.value ?? 0);
      if (timelineNumber > known) raiseFloor.run(FLOOR.scope, FLOOR.key, String(timelineNumber));
    },
    timelineFloor: () => Number(floor.get(FLOOR.scope, FLOOR.key)?.value ?? 0),
    unaccounted: (all) =>
      (alone.get()?.count ?? 0) + (undelivered.get(all ? 0 : opened.message, all ? 0 : opened.delivery)?.count ?? 0),
  };
}

interface Counted {
  readonly count: number;
}

function counting(database: Database, from: string): Statement<Counted> {
  return database.prepare<Counted>(`SELECT count(*) AS count FROM ${from}`);
}

function last(database: Database, table: string): number {
  return database.prepare<Counted>(`SELECT coalesce(max(key), 0) AS count FROM ${table}`).get()?.count ?? 0;
}

interface Place {
  readonly openedAt: number;
  readonly key: number;
}

function placeOf(text: SqlValue): Place {
  const [openedAt = 0, key = 0] = typeof text === 'string' ? text.split(' ').map(Number) : [];
  return { openedAt, key };
}

function placeText({ openedAt, key }: Place): string {
  return `${openedAt} ${key}`;
}
