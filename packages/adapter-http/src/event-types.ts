/** What the outside sees of something that happened: the body of a webhook, the data of a stream event. */
export type PublicEvent = MessageCreated | AgentEvent | ConversationEnded | MessageFailed;
export type PublicEventType = PublicEvent['type'];

export type MessageCreated = Happening<'message.created', { readonly message: PublicMessage }>;
export type AgentEvent = Happening<AgentEventType, { readonly agent: { readonly name: string | null } }>;
export type AgentEventType = 'agent.joined' | 'agent.left' | 'agent.transferred' | 'agent.typing';
export type ConversationEnded = Happening<
  'conversation.ended',
  { readonly reason: string | null; readonly transcript: { readonly url: string } }
>;
export type MessageFailed = Happening<
  'message.failed',
  { readonly message: { readonly id: string }; readonly failure: { readonly code: string; readonly detail: string } }
>;

interface Happening<Type extends string, Details> {
  readonly type: Type;
  /** ISO 8601; when it was committed. */
  readonly timestamp: string;
  readonly data: EventSubject & Details;
}

export interface EventSubject {
  readonly conversationId: string;
  /** The message was carried over from this conversation, or this one follows it. */
  readonly previousConversationId?: string;
  readonly customer: { readonly id: string };
}

export interface PublicMessage {
  readonly id: string;
  readonly text: string;
  readonly author: { readonly kind: 'customer' | 'agent' | 'bot' | 'system'; readonly name: string | null };
  /** ISO 8601. */
  readonly sentAt: string;
  /** True if something newer had been delivered before; absent otherwise. */
  readonly late?: true;
  /** Only of a message in several parts, counted from 1. */
  readonly part?: number;
  readonly parts?: number;
  readonly attachments?: readonly PublicAttachment[];
}

export interface PublicAttachment {
  readonly url: string;
  readonly name?: string;
  readonly contentType?: string;
}

/**
 * In the event stream only: the number that the client gave is not on this customer's timeline, so that whatever the
 * client holds is of another one. Everything follows from the beginning.
 */
export interface StreamReset {
  readonly type: 'reset';
  /** ISO 8601. */
  readonly timestamp: string;
  readonly data: { readonly customer: { readonly id: string }; readonly after: number };
}
