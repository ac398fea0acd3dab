import type { Attachment, Author, ConversationId, CustomerId, Message, MessageId } from '@trunkline/core';
import type { Database, SqlValue } from './database.ts';
import type { WrittenMessage } from './folded-body.ts';
import type { Sealing } from './sealing.ts';
import { AUTHOR_KINDS, toNumber, toWord } from './sql-words.ts';

/** A message without where it belongs. */
export type MessageContent = Omit<Message, 'customerId' | 'conversationId'>;

/** `MESSAGE_COLUMNS` of a `messages m`. */
export interface MessageColumns {
  readonly message_id: MessageId;
  readonly author_kind: number;
  readonly author_name: SqlValue;
  readonly text: SqlValue;
  readonly attachments: SqlValue;
  readonly sent_at: number;
  readonly late: number;
}

export const MESSAGE_COLUMNS: string =
  'm.id AS message_id, m.author_kind, m.author_name, m.text, m.attachments, m.sent_at, m.late';

const [AUTHOR_NAME, TEXT, ATTACHMENTS] = ['messages.author_name', 'messages.text', 'messages.attachments'] as const;

export interface MessageRows {
  insert(customer: number, message: Message): WrittenMessage;
  ofConversation(conversation: ConversationId): readonly Message[];
}

export function messageRows(database: Database, sealing: Sealing): MessageRows {
  const insert = database.prepare(`INSERT INTO messages
    (id, customer, conversation, author_kind, author_name, text, attachments, sent_at, late)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const ofConversation = database.prepare<MessageColumns & { readonly customer_id: CustomerId }>(`
    SELECT ${MESSAGE_COLUMNS}, c.id AS customer_id FROM messages m JOIN customers c ON c.key = m.customer
    WHERE m.conversation = ? ORDER BY m.key`);
  return {
    insert(customer, { id, conversationId, author, text, attachments, sentAt, late }) {
      const { lastInsertRowid } = insert.run(
        id,
        customer,
        conversationId,
        toNumber(AUTHOR_KINDS, author.kind),
        sealing.sealOrNull(AUTHOR_NAME, author.name),
        sealing.seal(TEXT, text),
        attachments.length === 0 ? null : sealing.seal(ATTACHMENTS, JSON.stringify(attachments)),
        sentAt,
        late ? 1 : 0,
      );
      return { key: Number(lastInsertRowid), content: { id, author, text, attachments, sentAt, late } };
    },
    ofConversation: (conversationId) =>
      ofConversation
        .all(conversationId)
        .map((row) => ({ ...messageContent(row, sealing), customerId: row.customer_id, conversationId })),
  };
}

export function messageContent(row: MessageColumns, sealing: Sealing): MessageContent {
  const author: Author = {
    kind: toWord(AUTHOR_KINDS, row.author_kind),
    name: sealing.openOrNull(AUTHOR_NAME, row.author_name),
  };
  const attachments: readonly Attachment[] =
    row.attachments === null ? [] : JSON.parse(sealing.open(ATTACHMENTS, row.attachments));
  return {
    id: row.message_id,
    author,
    text: sealing.open(TEXT, row.text),
    attachments,
    sentAt: row.sent_at,
    late: row.late === 1,
  };
}
