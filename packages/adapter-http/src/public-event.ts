import type {
  Address,
  Attachment,
  Author,
  ConversationId,
  Failure,
  MessageId,
  OutboundDelivery,
  TimelineEntry,
} from '@trunkline/core';
import { messageId } from '@trunkline/core';
import type {
  AgentEvent,
  AgentEventType,
  ConversationEnded,
  EventSubject,
  MessageCreated,
  MessageFailed,
  PublicEvent,
  PublicMessage,
  StreamReset,
} from './event-types.ts';

/** Whose event it is and where that customer's history is read. */
export interface EventScope {
  readonly address: Address;
  /** The channel's public URL or, if it has none, its path. */
  readonly mount: string;
}

/** As the event stream and the history show it. */
export function eventOfEntry({ address, mount }: EventScope, entry: TimelineEntry): PublicEvent {
  const { body, conversationId, previousConversationId } = entry;
  const common: Common = { address, mount, at: entry.at, conversationId, previousConversationId };
  switch (body.type) {
    case 'message.created':
      return messageCreated(common, body.message);
    case 'conversation.ended':
      return conversationEnded(common, body.reason);
    case 'message.failed':
      return messageFailed(common, body);
    default:
      return aboutAgent(common, body.type, body.agentName);
  }
}

/** As the webhook carries it; null: it tells the outside nothing. */
export function eventOfDelivery({ address, mount }: EventScope, outbound: OutboundDelivery): PublicEvent | null {
  const { delivery, previousConversationId } = outbound;
  const { body, conversationId, createdAt } = delivery;
  const common: Common = { address, mount, at: createdAt, conversationId, previousConversationId };
  // Only agents get those.
  if (body.kind === 'correction' || body.kind === 'notice') return null;
  if (body.kind === 'failure') return messageFailed(common, body);
  if (body.kind === 'message') {
    const { messageId: id, text, author, sentAt, late, part, parts } = body;
    return messageCreated(common, { id, text, author, sentAt, late, part, parts });
  }
  switch (body.status) {
    case 'waiting':
      if (body.text === null) return null;
      return messageCreated(common, {
        id: messageId(delivery.id),
        text: body.text,
        author: { kind: 'system', name: null },
        sentAt: body.at,
        late: false,
      });
    case 'ended':
      return conversationEnded(common, body.reason);
    default:
      return aboutAgent(common, `agent.${body.status}`, body.agentName);
  }
}

export interface Typing {
  readonly at: number;
  readonly conversationId: ConversationId;
  readonly agentName: string | null;
}

export function eventOfTyping({ address, mount }: EventScope, { at, conversationId, agentName }: Typing): PublicEvent {
  return aboutAgent({ address, mount, at, conversationId, previousConversationId: null }, 'agent.typing', agentName);
}

/** Tells a reader that the number it gave is of another timeline. */
export function resetOf({ address }: Pick<EventScope, 'address'>, { at, after }: ResetFacts): StreamReset {
  return { type: 'reset', timestamp: iso(at), data: { customer: { id: address }, after } };
}

export interface ResetFacts {
  readonly at: number;
  readonly after: number;
}

interface Common extends EventScope {
  readonly at: number;
  readonly conversationId: ConversationId;
  readonly previousConversationId: ConversationId | null;
}

interface Said {
  readonly id: MessageId;
  readonly text: string;
  readonly author: Author;
  readonly sentAt: number;
  readonly late: boolean;
  readonly part?: number;
  readonly parts?: number;
  readonly attachments?: readonly Attachment[];
}

function messageCreated(
  common: Common,
  { id, text, author, sentAt, late, part, parts, attachments }: Said,
): MessageCreated {
  const message: { -readonly [Name in keyof PublicMessage]: PublicMessage[Name] } = {
    id,
    text,
    author: { kind: author.kind, name: author.name },
    sentAt: iso(sentAt),
  };
  if (late) message.late = late;
  if (part !== undefined && parts !== undefined && parts > 1) {
    message.part = part;
    message.parts = parts;
  }
  if (attachments !== undefined && attachments.length > 0) message.attachments = attachments;
  return { type: 'message.created', timestamp: iso(common.at), data: Object.assign(subjectOf(common), { message }) };
}

function conversationEnded(common: Common, reason: string | null): ConversationEnded {
  const conversation = encodeURIComponent(common.conversationId);
  const path = `/customers/${encodeURIComponent(common.address)}/messages?conversation=${conversation}`;
  const transcript = { url: `${common.mount}${path}` };
  return { type: 'conversation.ended', timestamp: iso(common.at), data: { ...subjectOf(common), reason, transcript } };
}

interface Failed {
  readonly messageId: MessageId;
  readonly failure: Failure;
}

function messageFailed(common: Common, { messageId: id, failure: { code, human } }: Failed): MessageFailed {
  const data = { ...subjectOf(common), message: { id }, failure: { code, detail: human } };
  return { type: 'message.failed', timestamp: iso(common.at), data };
}

function aboutAgent(common: Common, type: AgentEventType, name: string | null): AgentEvent {
  return { type, timestamp: iso(common.at), data: { ...subjectOf(common), agent: { name } } };
}

function subjectOf({ address, conversationId, previousConversationId }: Common): EventSubject {
  const customer = { id: address };
  return previousConversationId === null
    ? { conversationId, customer }
    : { conversationId, previousConversationId, customer };
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
