import type {
  Address,
  ChannelName,
  Conversation,
  ConversationDetails,
  ConversationFilter,
  ConversationId,
  CustomerId,
} from '@trunkline/core';
import type { Database, SqlValue } from './database.ts';
import { CONVERSATION_STATES, fromTextOrNull, toNumber, toText, toTextOrNull, toWord } from './sql-words.ts';

interface ConversationRow {
  readonly id: ConversationId;
  readonly customer_id: CustomerId;
  readonly address: SqlValue;
  readonly channel: ChannelName;
  readonly state: number;
  readonly transport: string;
  readonly remote_id: SqlValue;
  readonly previous_id: ConversationId | null;
  readonly opened_at: number;
  readonly ended_at: number | null;
  readonly end_reason: SqlValue;
}

export interface ConversationRows {
  write(customer: number, conversation: Conversation): void;
  one(id: ConversationId): ConversationDetails | null;
  /** The newest first. */
  list(filter: ConversationFilter): readonly ConversationDetails[];
}

export function conversationRows(database: Database): ConversationRows {
  const write = database.prepare(`INSERT INTO conversations
    (id, customer, channel, state, transport, remote_id, previous_id, opened_at, ended_at, end_reason)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET channel = excluded.channel, state = excluded.state,
      transport = excluded.transport, remote_id = excluded.remote_id, previous_id = excluded.previous_id,
      opened_at = excluded.opened_at, ended_at = excluded.ended_at, end_reason = excluded.end_reason`);
  const select = `SELECT v.*, c.id AS customer_id, c.address FROM conversations v JOIN customers c ON c.key = v.customer`;
  const one = database.prepare<ConversationRow>(`${select} WHERE v.id = ?`);
  const newest = 'ORDER BY v.opened_at DESC, v.key DESC LIMIT ?';
  const ended = toNumber(CONVERSATION_STATES, 'ended');
  const all = database.prepare<ConversationRow>(`${select} WHERE (? IS NULL OR v.channel = ?) ${newest}`);
  const ofState = `(? IS NULL OR v.channel = ?) AND v.state = ?`;
  const unfinished = database.prepare<ConversationRow>(`${select} WHERE ${ofState} AND v.state < ${ended} ${newest}`);
  const finished = database.prepare<ConversationRow>(`${select} WHERE ${ofState} ${newest}`);

  function rows({ state, limit, ...filter }: ConversationFilter): readonly ConversationRow[] {
    const channel = filter.channel ?? null;
    if (state === undefined) return all.all(channel, channel, limit);
    const number = toNumber(CONVERSATION_STATES, state);
    return (number < ended ? unfinished : finished).all(channel, channel, number, limit);
  }

  return {
    write(customer, conversation) {
      write.run(
        conversation.id,
        customer,
        conversation.channel,
        toNumber(CONVERSATION_STATES, conversation.state),
        conversation.transport,
        fromTextOrNull(conversation.remoteId),
        conversation.previousId,
        conversation.openedAt,
        conversation.endedAt,
        fromTextOrNull(conversation.endReason),
      );
    },
    one(id) {
      const row = one.get(id);
      return row === undefined ? null : toDetails(row);
    },
    list: (filter) => rows(filter).map(toDetails),
  };
}

function toDetails(row: ConversationRow): ConversationDetails {
  return {
    id: row.id,
    customerId: row.customer_id,
    channel: row.channel,
    address: toText(row.address) as Address,
    state: toWord(CONVERSATION_STATES, row.state),
    transport: row.transport,
    remoteId: toTextOrNull(row.remote_id),
    previousId: row.previous_id,
    openedAt: row.opened_at,
    endedAt: row.ended_at,
    endReason: toTextOrNull(row.end_reason),
  };
}
