import type { ConversationId, CustomerId, MessageId } from './ids.ts';

/** `bot` is a WORKFLOW or ACD member of the contact centre, or a flow; `system` is Trunkline itself. */
export type AuthorKind = 'customer' | 'agent' | 'bot' | 'system';

export interface Author {
  readonly kind: AuthorKind;
  readonly name: string | null;
  /** A picture of them, where the contact centre has one; an address that a vendor supplied. */
  readonly imageUrl?: string;
}

export interface Attachment {
  readonly url: string;
  readonly name?: string;
  readonly contentType?: string;
}

/** What somebody said. Immutable. */
export interface Message {
  readonly id: MessageId;
  readonly customerId: CustomerId;
  readonly conversationId: ConversationId;
  readonly author: Author;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** When its author said it, by the clock of the side it came from; epoch milliseconds. */
  readonly sentAt: number;
  /** True if something newer from the same side had already been delivered when this arrived. */
  readonly late: boolean;
}
