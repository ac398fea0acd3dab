import type { DeliveryBody } from '../domain/delivery.ts';
import { type ConversationId, conversationId, type MessageId } from '../domain/ids.ts';
import { beginConversation, closeConversation } from './conversation-life.ts';
import { type Draft, keep, setConversation, setLink } from './draft.ts';
import type { CustomerEvent, SessionEvent } from './event.ts';
import { recordMessage } from './record-message.ts';
import type { OpenConversation } from './state.ts';
import { tellAgent } from './tell-whoever-waits.ts';

type CustomerMessage = Extract<SessionEvent, { type: 'customerMessage' }>;
type EndRequested = Extract<CustomerEvent, { type: 'endRequested' }>;

/** Under which scope the provider's ids of what a customer did are kept. */
const said = { scope: 'customer' } as const;

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
    draft.writes.seen.push({ ...said, ...event.once, messageId: id, conversationId: conversation });
  draft.traces.push({
    step: 'message.recorded',
    direction: 'toAgent',
    conversationId: conversation,
    messageId: id,
    late: false,
  });
}

export function onEndRequested(draft: Draft, { by, ending = {} }: EndRequested): void {
  const { conversation } = draft.state.kept;
  if (conversation === null || conversation.closing !== null) return;
  const { id, notice, lastWords, reason = `ended by ${by}` } = ending;
  if (notice !== undefined) tellAgent(draft, { conversationId: conversation.id }, noticeBody(draft, notice));
  const messageId = lastWords === undefined ? null : recordLastWords(draft, conversation, lastWords);
  if (id !== undefined)
    draft.writes.seen.push({ ...said, key: id, fingerprint: null, messageId, conversationId: conversation.id });
  closeConversation(draft, { reason, leave: true, cause: 'left' });
}

function noticeBody({ now }: Draft, text: string): DeliveryBody {
  return { kind: 'notice', text, at: now };
}

function recordLastWords(draft: Draft, { id: conversation }: OpenConversation, text: string): MessageId {
  const { name = null } = draft.state.kept.profile;
  const author = { kind: 'customer', name } as const;
  const words = { author, text, attachments: [], sentAt: draft.now, late: false };
  return recordMessage(draft, { direction: 'toAgent', conversation, ...words });
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
