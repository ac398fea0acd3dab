import type {
  Address,
  Attachment,
  Author,
  ConversationId,
  Failure,
  MessageId,
  OutboundDelivery,
  TimelineBody,
  TimelineEntry,
} from '@trunkline/core';
import { messageId } from '@trunkline/core';

export type PublicEventType = TimelineBody['type'] | 'agent.typing';

/** What the outside sees of something that happened: the body of a webhook, the data of a stream event. */
export interface PublicEvent {
  readonly type: PublicEventType;
  /** ISO 8601; when it was committed. */
  readonly timestamp: string;
  readonly data: PublicEventData;
}

interface PublicEventData {
  readonly conversationId: string;
  readonly previousConversationId?: string;
  readonly customer: { readonly id: string };
  readonly message?: PublicMessage | { readonly id: string };
  readonly agent?: { readonly name: string | null };
  readonly reason?: string | null;
  readonly transcript?: { readonly url: string };
  readonly failure?: { readonly code: string; readonly detail: string };
}

interface PublicMessage {
  readonly id: string;
  readonly text: string;
  readonly author: Author;
  /** ISO 8601. */
  readonly sentAt: string;
  /** True if something newer had been delivered before; absent otherwise. */
  readonly late?: true;
  /** Only of a message in several parts, counted from 1. */
  readonly part?: number;
  readonly parts?: number;
  readonly attachments?: readonly Attachment[];
}

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
  if (body.kind === 'failure') return messageFailed(common, body);
  if (body.kind === 'message') return messageCreated(common, { ...body, id: body.messageId });
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
): PublicEvent {
  return publicEvent(common, 'message.created', {
    message: {
      id,
      text,
      author: { kind: author.kind, name: author.name },
      sentAt: iso(sentAt),
      ...(late ? { late } : {}),
      ...(part !== undefined && parts !== undefined && parts > 1 ? { part, parts } : {}),
      ...(attachments !== undefined && attachments.length > 0 ? { attachments } : {}),
    },
  });
}

function conversationEnded(common: Common, reason: string | null): PublicEvent {
  const conversation = encodeURIComponent(common.conversationId);
  const path = `/customers/${encodeURIComponent(common.address)}/messages?conversation=${conversation}`;
  return publicEvent(common, 'conversation.ended', { reason, transcript: { url: `${common.mount}${path}` } });
}

interface Failed {
  readonly messageId: MessageId;
  readonly failure: Failure;
}

function messageFailed(common: Common, failed: Failed): PublicEvent {
  return publicEvent(common, 'message.failed', {
    message: { id: failed.messageId },
    failure: { code: failed.failure.code, detail: failed.failure.human },
  });
}

function aboutAgent(common: Common, type: PublicEventType, name: string | null): PublicEvent {
  return publicEvent(common, type, { agent: { name } });
}

function publicEvent(common: Common, type: PublicEventType, details: Partial<PublicEventData>): PublicEvent {
  const { address, at, conversationId, previousConversationId } = common;
  return {
    type,
    timestamp: iso(at),
    data: {
      conversationId,
      ...(previousConversationId === null ? {} : { previousConversationId }),
      customer: { id: address },
      ...details,
    },
  };
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
