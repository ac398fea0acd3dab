import type { Direction, FinalDeliveryState } from '../domain/delivery.ts';
import type { Route } from '../domain/failure.ts';
import type { ChannelName, ConversationId, CustomerId, DeliveryId, MessageId } from '../domain/ids.ts';

interface OfCustomer {
  readonly channel: ChannelName;
  readonly customerId: CustomerId;
}

interface OfConversation extends OfCustomer {
  readonly conversationId: ConversationId;
}

interface OfDelivery extends OfConversation {
  readonly deliveryId: DeliveryId;
  readonly direction: Direction;
  readonly attempt: number;
}

/** A step of the engine, told after it was committed. For logs, metrics and the demo; holds nothing confidential. */
export type TraceEvent =
  | ({
      readonly step: 'message.recorded';
      readonly direction: Direction;
      readonly messageId: MessageId;
      readonly late: boolean;
    } & OfConversation)
  | ({ readonly step: 'message.duplicate'; readonly direction: Direction } & OfCustomer)
  | ({ readonly step: 'conversation.opening' | 'session.committed' | 'session.attached' } & OfConversation)
  | ({ readonly step: 'session.activated' | 'session.caught-up' } & OfConversation)
  /** A message has waited for a contact centre that cannot be reached. Once for each customer and outage. */
  | ({ readonly step: 'outage.told' } & OfConversation)
  | ({ readonly step: 'session.lost'; readonly reason: string } & OfConversation)
  | ({ readonly step: 'conversation.ended'; readonly reason: string } & OfConversation)
  | ({ readonly step: 'delivery.sending' } & OfDelivery)
  | ({ readonly step: 'delivery.unknown'; readonly code: string } & OfDelivery)
  | ({ readonly step: 'delivery.waiting'; readonly code: string; readonly retryInMs: number | null } & OfDelivery)
  | ({
      readonly step: 'delivery.settled';
      /** As far as the write goes: what becomes of `sent` later is told by a receipt. */
      readonly state: Exclude<FinalDeliveryState, 'delivered'>;
      readonly code: string | null;
      /** From the commit that created it to the one that settled it. */
      readonly tookMs: number;
      readonly repeated: boolean;
    } & OfDelivery)
  /** The medium has told what became of a delivery, also of one that was given up before. */
  | ({
      readonly step: 'delivery.receipt';
      readonly state: 'delivered' | 'failed';
      readonly code: string | null;
      /** From the commit that created it to the receipt. */
      readonly tookMs: number;
    } & OfDelivery)
  /** Somebody was asked to come again, since the process does not keep up. */
  | { readonly step: 'request.shed'; readonly channel: ChannelName }
  /** An adapter has counted something of its own. */
  | { readonly step: 'channel.counted'; readonly channel: ChannelName; readonly what: string; readonly by: number }
  | ({ readonly step: 'route.paused' | 'route.open'; readonly route: Route; readonly code: string | null } & {
      readonly channel: ChannelName;
    });

export type Trace = (event: TraceEvent) => void;
