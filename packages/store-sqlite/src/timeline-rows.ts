import type { ConversationId, CustomerId, TimelineEntry } from '@trunkline/core';
import type { Database } from './database.ts';
import { foldTimelineBody, unfoldTimelineBody, type WrittenMessage } from './folded-body.ts';
import { MESSAGE_COLUMNS, type MessageColumns, messageContent } from './message-rows.ts';

/** The message's columns are null where `message` is. */
interface TimelineRow extends MessageColumns {
  readonly number: number;
  readonly conversation: ConversationId;
  readonly previous: ConversationId | null;
  readonly at: number;
  readonly message: number | null;
  readonly body: string | null;
}

export interface TimelineRows {
  insert(customer: number, entry: TimelineEntry, message: WrittenMessage | undefined): void;
  after(customer: CustomerId, range: { readonly after: number; readonly limit: number }): readonly TimelineEntry[];
}

export function timelineRows(database: Database): TimelineRows {
  const insert = database.prepare(`INSERT INTO timeline
    (customer, number, conversation, previous, at, message, body) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const after = database.prepare<TimelineRow>(`
    SELECT t.number, t.conversation, t.previous, t.at, t.message, t.body, ${MESSAGE_COLUMNS}
    FROM customers c JOIN timeline t ON t.customer = c.key LEFT JOIN messages m ON m.key = t.message
    WHERE c.id = ? AND t.number > ? ORDER BY t.number LIMIT ?`);
  return {
    insert(customer, entry, message) {
      const { message: key, body } = foldTimelineBody(entry.body, message);
      const { number, conversationId, previousConversationId, at } = entry;
      insert.run(customer, number, conversationId, previousConversationId, at, key, body);
    },
    after: (customer, range) => after.all(customer, range.after, range.limit).map(toEntry),
  };
}

function toEntry(row: TimelineRow): TimelineEntry {
  return {
    number: row.number,
    conversationId: row.conversation,
    previousConversationId: row.previous,
    at: row.at,
    body: unfoldTimelineBody(row.body, row.message === null ? null : messageContent(row)),
  };
}
