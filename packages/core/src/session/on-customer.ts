import { type ConversationId, conversationId } from '../domain/ids.ts';
import { beginConversation, closeConversation } from './conversation-life.ts';
import { type Draft, keep, setConversation, setLink } from './draft.ts';
import type { CustomerEvent, SessionEvent } from './event.ts';
import { recordMessage } from './record-message.ts';
import type { OpenConversation } from './state.ts';

type CustomerMessage = Extract<SessionEvent, { type: 'customerMessage' }>;

export function onCustomerMessage(draft: Draft, event: CustomerMessage): void {
  if (event.profile !== null) keep(draft, { profile: { ...draft.state.kept.profile, ...event.profile } });
  if (event.routing !== null) keep(draft, { routing: event.routing });
  const conversation = currentConversation(draft);
  const { text, attachments, sentAt } = event;
  const id = recordMessage(draft, {
    direction: 'toAgent',
    conversation,
    author: { kind: 'customer', name: event.authorName },
    text,
    attachments,
    sentAt,
    late: false,
    words: withLinks(event),
  });
  if (event.once !== null)
    draft.writes.seen.push({ scope: 'customer', ...event.once, messageId: id, conversationId: conversation });
  draft.traces.push({
    step: 'message.recorded',
    direction: 'toAgent',
    conversationId: conversation,
    messageId: id,
    late: false,
  });
}

export function onEndRequested(draft: Draft, event: Extract<CustomerEvent, { type: 'endRequested' }>): void {
  if (draft.state.kept.conversation?.closing === null)
    closeConversation(draft, { reason: `ended by ${event.by}`, leave: true, cause: 'left' });
}

/** The conversation that a message taken in now belongs to. */
export function currentConversation(draft: Draft): ConversationId {
  const { conversation } = draft.state.kept;
  if (conversation === null) return beginConversation(draft).id;
  hurry(draft, conversation);
  if (conversation.closing === null) return conversation.id;
  if (conversation.nextId !== null) return conversation.nextId;
  const nextId = conversationId(`c_${draft.freshId}`);
  setConversation(draft, { nextId });
  return nextId;
}

/** A conversation that was to begin by itself, later, begins now that the customer speaks. */
function hurry(draft: Draft, { session }: OpenConversation): void {
  const { link, kept } = draft.state;
  if (session === null && link.state === 'idle' && link.attempt === 0 && kept.futileSessions === 0)
    setLink(draft, { notBefore: draft.now });
}

/** Agents read text: attachments reach them as links below it. */
function withLinks({ text, attachments }: CustomerMessage): string {
  return [text, ...attachments.map(({ name, url }) => (name === undefined ? url : `${name}: ${url}`))]
    .filter((line) => line !== '')
    .join('\n');
}
