import type { SystemTextKey } from '../domain/system-texts.ts';
import { type Draft, enqueue, mintMessageId, tell } from './draft.ts';
import { splitText } from './split-text.ts';
import { systemText } from './texts.ts';

/** The bridge says something to the customer, in the open conversation; nothing if there is no text for it. */
export function sayToCustomer(draft: Draft, key: SystemTextKey, values: Readonly<Record<string, string>> = {}): void {
  const { conversation } = draft.state.kept;
  const text = systemText(draft.policy.texts, key, values);
  if (conversation === null || text === null) return;
  const id = mintMessageId(draft);
  const author = { kind: 'system', name: null } as const;
  const message = { id, text, author, sentAt: draft.now, late: false, attachments: [] } as const;
  draft.writes.messages.push({ ...message, customerId: draft.customer, conversationId: conversation.id });
  const timelineNumber = tell(draft, conversation.id, { type: 'message.created', message });
  const parts = splitText(text, draft.policy.adapter.textLimit);
  for (const [index, part] of parts.entries()) {
    enqueue(draft, {
      direction: 'toCustomer',
      conversation: conversation.id,
      body: {
        kind: 'message',
        messageId: id,
        author,
        text: part,
        sentAt: draft.now,
        late: false,
        part: index + 1,
        parts: parts.length,
      },
      timelineNumber,
    });
  }
}
