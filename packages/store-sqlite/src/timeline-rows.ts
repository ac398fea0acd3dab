import type { ConversationId, CustomerId, TimelineEntry } from '@trunkline/core';
import type { Database, SqlValue } from './database.ts';
import { foldTimelineBody, unfoldTimelineBody, type WrittenMessage } from './folded-body.ts';
import { MESSAGE_COLUMNS, type MessageColumns, messageContent } from './message-rows.ts';
import type { Sealing } from './sealing.ts';

/** The message's columns are null where `message` is. */
interface TimelineRow extends MessageColumns {
  readonly number: number;
  readonly conversation: ConversationId;
  readonly previous: ConversationId | null;
  readonly at: number;
  readonly message: number | null;
  readonly body: SqlValue;
}

export interface TimelineRows {
  insert(customer: number, entry: TimelineEntry, message: WrittenMessage | undefined): void;
  after(customer: CustomerId, range: { readonly after: number; readonly limit: number }): readonly TimelineEntry[];
}

const BODY = 'timeline.body';

export function timelineRows(database: Database, sealing: Sealing): TimelineRows {
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
      insert.run(customer, number, conversationId, previousConversationId, at, key, sealing.sealOrNull(BODY, body));
    },
    after: (customer, range) => after.all(customer, range.after, range.limit).map((row) => toEntry(row, sealing)),
  };
}

function toEntry(row: TimelineRow, sealing: Sealing): TimelineEntry {
  return {
    number: row.number,
    conversationId: row.conversation,
    previousConversationId: row.previous,
    at: row.at,
    body: unfoldTimelineBody(
      sealing.openOrNull(BODY, row.body),
      row.message === null ? null : messageContent(row, sealing),
    ),
  };
}
