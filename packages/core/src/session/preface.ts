import type { Delivery } from '../domain/delivery.ts';
import { type Draft, enqueueInFront, hold, mintMessageId, partId, setConversation, setLane, setLink } from './draft.ts';
import { isPreface } from './notice.ts';
import type { Preface } from './state.ts';
import { type Said, transcriptParts } from './transcript.ts';

/** Has what was said before read from the store, if an agent is to be told of it. */
export function planPreface(draft: Draft): void {
  const { conversation } = draft.state.kept;
  if (conversation === null || !isDue(conversation.preface) || draft.state.link.readingPreface) return;
  if (conversation.previousId === null) return setConversation(draft, { preface: null });
  setLink(draft, { readingPreface: true });
  const { previousId: of, unansweredFrom, preface } = conversation;
  draft.effects.push({
    type: 'readPreface',
    of,
    unansweredFrom: preface?.kind === 'unanswered' ? (unansweredFrom ?? 0) : null,
  });
}

/** Owed to the agent before anything else, in as many parts as it takes. */
export function onPrefaceRead(draft: Draft, said: readonly Said[]): void {
  setLink(draft, { readingPreface: false });
  const { conversation } = draft.state.kept;
  if (conversation === null || !isDue(conversation.preface)) return;
  const { texts, contactCenter } = draft.policy;
  const parts = transcriptParts(said, { kind: conversation.preface.kind, texts, limit: contactCenter.text });
  if (parts.length === 0) return setConversation(draft, { preface: null, unansweredFrom: null });
  const id = mintMessageId(draft);
  const author = { kind: 'system', name: null } as const;
  const told = { messageId: id, author, sentAt: draft.now, late: false, parts: parts.length };
  draft.writes.messages.push({
    id,
    customerId: draft.customer,
    conversationId: conversation.id,
    author,
    text: parts.join('\n'),
    attachments: [],
    sentAt: draft.now,
    late: false,
  });
  enqueueInFront(
    draft,
    parts.map((text, index) => ({
      conversation: conversation.id,
      body: { kind: 'message', ...told, text, part: index + 1 },
      timelineNumber: null,
    })),
  );
  const written = { messageId: id, parts: parts.length, left: parts.length };
  setConversation(draft, { preface: { ...conversation.preface, written } });
}

/** Whether it has still to be read and put in front. */
export function isDue(preface: Preface | null): preface is Preface & { readonly written: null } {
  return preface !== null && preface.written === null;
}

/** Nobody will read what was not sent of it: the next conversation gets one of its own. */
export function dropPreface(draft: Draft): void {
  const { preface = null } = draft.state.kept.conversation ?? {};
  const { toAgent: held } = draft.state.held;
  if (preface === null || preface.written === null) return;
  const { messageId, parts, left } = preface.written;
  for (let part = parts - left + 1; part <= parts; part += 1) dropRow(draft, { id: partId(messageId, part) });
  const lane = draft.state.kept.toAgent;
  const nothingLeft = lane.queued === left && draft.state.kept.conversation?.queuedForNext === 0;
  setLane(draft, 'toAgent', {
    queued: lane.queued - left,
    notices: lane.notices - left,
    oldestAt: nothingLeft ? null : lane.oldestAt,
  });
  setConversation(draft, { preface: { ...preface, written: { messageId, parts, left: 0 } } });
  if (held === null || !isPreface(held)) return;
  dropRow(draft, held);
  hold(draft, 'toAgent', null);
  setLane(draft, 'toAgent', { outstanding: null, notices: draft.state.kept.toAgent.notices - 1 });
}

function dropRow(draft: Draft, { id }: Pick<Delivery, 'id'>): void {
  draft.writes.change.push({ id, state: 'dropped', settledAt: draft.now, reason: 'the conversation ended before' });
}
