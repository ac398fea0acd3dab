import type { Direction } from '../domain/delivery.ts';
import type { ConversationId, MessageId } from '../domain/ids.ts';
import type { Attachment, Author } from '../domain/message.ts';
import { type Draft, enqueue, mintMessageId, tell } from './draft.ts';
import { fittedText } from './split-text.ts';

export interface Spoken {
  readonly direction: Direction;
  readonly conversation: ConversationId;
  readonly author: Author;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly sentAt: number;
  readonly late: boolean;
  /** What goes out, if it is more than the text. */
  readonly words?: string;
}

/** Keeps what was said, puts it on the customer's timeline and owes it to the other side, in parts that fit there. */
export function recordMessage(draft: Draft, spoken: Spoken): MessageId {
  const { direction, conversation, words, author, text: whole, attachments, sentAt, late } = spoken;
  const { contactCenter, adapter } = draft.policy;
  const id = mintMessageId(draft);
  const message = { id, author, text: whole, attachments, sentAt, late };
  draft.writes.messages.push({
    id,
    customerId: draft.customer,
    conversationId: conversation,
    author,
    text: whole,
    attachments,
    sentAt,
    late,
  });
  const timelineNumber = tell(draft, conversation, { type: 'message.created', message });
  const parts = fittedText(words ?? whole, direction === 'toAgent' ? contactCenter.text : adapter.text);
  for (const [index, text] of parts.entries())
    enqueue(draft, {
      direction,
      conversation,
      body: { kind: 'message', messageId: id, author, text, sentAt, late, part: index + 1, parts: parts.length },
      timelineNumber,
    });
  return id;
}
