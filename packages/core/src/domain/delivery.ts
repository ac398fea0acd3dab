import type { Failure } from './failure.ts';
import type { ConversationId, CustomerId, DeliveryId, MessageId } from './ids.ts';
import type { Author } from './message.ts';

export type Direction = 'toAgent' | 'toCustomer';

/**
 * `pending` waits for its turn; `sending` may have been written; `unknown` was perhaps written and is being settled;
 * `waiting` was certainly not written and will be tried again. The rest are final and never change, but for `sent` while
 * a receipt is awaited: that becomes `delivered` or `failed`.
 */
export type DeliveryState = 'pending' | 'sending' | 'unknown' | 'waiting' | FinalDeliveryState;
export type FinalDeliveryState = 'sent' | 'failed' | 'expired' | 'dropped' | 'delivered';

export type Status = 'waiting' | 'joined' | 'left' | 'transferred' | 'ended';

/** What one delivery carries. Fixed in the commit that creates it. */
export type DeliveryBody =
  | {
      readonly kind: 'message';
      readonly messageId: MessageId;
      readonly author: Author;
      readonly text: string;
      readonly sentAt: number;
      readonly late: boolean;
      /** Counted from 1. */
      readonly part: number;
      readonly parts: number;
    }
  | {
      readonly kind: 'status';
      readonly status: Status;
      readonly agentName: string | null;
      /** The rendered sentence for channels that show words; null for those that show the status itself. */
      readonly text: string | null;
      readonly at: number;
      readonly reason: string | null;
    }
  | {
      readonly kind: 'failure';
      readonly messageId: MessageId;
      readonly failure: Failure;
      /** The rendered sentence, for agents and for channels that show words; null otherwise. */
      readonly text: string | null;
      readonly at: number;
    }
  /** Only to agents: a message of theirs that was told not to have arrived did. */
  | { readonly kind: 'correction'; readonly messageId: MessageId; readonly text: string; readonly at: number }
  /** Only to agents: something that the channel has to tell them. */
  | { readonly kind: 'notice'; readonly text: string; readonly at: number };

/** One part of one message (or one status) owed to one side. */
export interface Delivery {
  readonly id: DeliveryId;
  readonly customerId: CustomerId;
  readonly conversationId: ConversationId;
  readonly direction: Direction;
  /** Order within customer and direction. */
  readonly seq: number;
  readonly body: DeliveryBody;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** `sending`, `unknown`: until when the write may still land; epoch milliseconds. */
  readonly landsUntil: number | null;
  readonly createdAt: number;
  readonly settledAt: number | null;
  /** `sent`: the medium will say, or was to say, whether it arrived. */
  readonly awaitsReceipt: boolean;
  /** The other side's id of it, once known. */
  readonly remoteKey: string | null;
  /** True if it was sent again although an earlier attempt may have arrived and nobody could be asked. */
  readonly repeated: boolean;
  /** The delivery that an operator has tried again with this one. */
  readonly retryOf: DeliveryId | null;
  /** Why it is failed, expired, dropped or waiting, in words. */
  readonly reason: string | null;
  /** The timeline number of what it tells, if it has one. */
  readonly timelineNumber: number | null;
}
