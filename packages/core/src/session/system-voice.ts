import type { SystemTextKey } from '../domain/system-texts.ts';
import type { Draft } from './draft.ts';
import { recordMessage } from './record-message.ts';
import { systemText } from './texts.ts';

/** The bridge says something to the customer, in the open conversation; nothing if there is no text for it. */
export function sayToCustomer(draft: Draft, key: SystemTextKey, values: Readonly<Record<string, string>> = {}): void {
  const { conversation } = draft.state.kept;
  const text = systemText(draft.policy.texts, key, values);
  if (conversation === null || text === null) return;
  recordMessage(draft, {
    direction: 'toCustomer',
    conversation: conversation.id,
    author: { kind: 'system', name: null },
    text,
    attachments: [],
    sentAt: draft.now,
    late: false,
  });
}
