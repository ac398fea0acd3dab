import type { CustomerId, InboxItem } from '@trunkline/core';
import type { Database, SqlValue } from './database.ts';
import type { Sealing } from './sealing.ts';

interface InboxRow {
  readonly id: string;
  readonly customer_id: CustomerId;
  readonly at: number;
  readonly event: SqlValue;
}

export interface InboxRows {
  insert(item: InboxItem): void;
  remove(id: string): void;
  /** The oldest first. */
  list(limit: number): readonly InboxItem[];
}

const EVENT = 'inbox.event';

export function inboxRows(database: Database, sealing: Sealing): InboxRows {
  const insert = database.prepare('INSERT INTO inbox (id, customer_id, at, event) VALUES (?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM inbox WHERE id = ?');
  const list = database.prepare<InboxRow>('SELECT id, customer_id, at, event FROM inbox ORDER BY key LIMIT ?');
  return {
    insert: ({ id, customerId, at, event }) =>
      void insert.run(id, customerId, at, sealing.seal(EVENT, JSON.stringify(event))),
    remove: (id) => void remove.run(id),
    list: (limit) =>
      list.all(limit).map(({ id, customer_id: customerId, at, event }) => ({
        id,
        customerId,
        at,
        event: JSON.parse(sealing.open(EVENT, event)),
      })),
  };
}
