import type { ChannelName, ConversationId, CustomerId } from './ids.ts';

/** `opening`: not yet with the contact centre; `open`: messages flow or wait; `ending`: being left; `ended`: over. */
export type ConversationState = 'opening' | 'open' | 'ending' | 'ended';

/** One chat of a customer with the contact centre, as operators see it. */
export interface Conversation {
  readonly id: ConversationId;
  readonly customerId: CustomerId;
  readonly channel: ChannelName;
  readonly state: ConversationState;
  readonly transport: string;
  /** The contact centre's own id, once known. */
  readonly remoteId: string | null;
  readonly previousId: ConversationId | null;
  readonly openedAt: number;
  readonly endedAt: number | null;
  readonly endReason: string | null;
}
