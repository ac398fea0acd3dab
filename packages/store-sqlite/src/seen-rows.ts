import type { ConversationId, CustomerId, MessageId, SeenKey } from '@trunkline/core';
import type { Database, SqlValue } from './database.ts';
import type { Sealing } from './sealing.ts';
import { fromText } from './sql-words.ts';

interface SeenRow {
  readonly fingerprint: SqlValue;
  readonly message_id: MessageId | null;
  readonly conversation_id: ConversationId | null;
}

export interface SeenRows {
  /** Throws if the key is there already: whatever it stands for is not taken in twice. */
  insert(customer: number, seen: SeenKey): void;
  find(customer: CustomerId, scope: string, keys: readonly string[]): ReadonlyMap<string, SeenKey>;
}

/** A digest of a short text is as good as the text. */
const FINGERPRINT = 'seen.fingerprint';

export function seenRows(database: Database, sealing: Sealing): SeenRows {
  const insert = database.prepare(`INSERT INTO seen
    (customer, scope, name, fingerprint, message_id, conversation_id) VALUES (?, ?, ?, ?, ?, ?)`);
  const find = database.prepare<SeenRow>(`SELECT s.fingerprint, s.message_id, s.conversation_id
    FROM customers c JOIN seen s ON s.customer = c.key WHERE c.id = ? AND s.scope = ? AND s.name = ?`);
  return {
    insert(customer, { scope, key, fingerprint, messageId, conversationId }) {
      insert.run(
        customer,
        fromText(scope),
        fromText(key),
        sealing.sealOrNull(FINGERPRINT, fingerprint),
        messageId,
        conversationId,
      );
    },
    find(customer, scope, keys) {
      const found = new Map<string, SeenKey>();
      for (const key of keys) {
        const row = find.get(customer, fromText(scope), fromText(key));
        if (row === undefined) continue;
        const fingerprint = sealing.openOrNull(FINGERPRINT, row.fingerprint);
        const { message_id: messageId, conversation_id: conversationId } = row;
        found.set(key, { scope, key, fingerprint, messageId, conversationId });
      }
      return found;
    },
  };
}
