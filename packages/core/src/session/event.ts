import type { FindSentOutcome } from '../contracts/abilities.ts';
import type { DeliverOutcome, Ending } from '../contracts/channel-adapter.ts';
import type { AgentMessage, Routing, Session } from '../contracts/contact-center.ts';
import type { CustomerProfile } from '../domain/customer.ts';
import type { Delivery, Direction } from '../domain/delivery.ts';
import type { Failure, Outcome, Route } from '../domain/failure.ts';
import type { ConversationId, DeliveryId } from '../domain/ids.ts';
import type { Attachment } from '../domain/message.ts';
import type { Said } from './transcript.ts';

/** One thing that happened, with what a pure function cannot know by itself. */
export interface Stimulus {
  readonly event: SessionEvent;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Unique; ids made in this step are derived from it. */
  readonly freshId: string;
  /** 0 ≤ jitter < 1. */
  readonly jitter: number;
}

export type SessionEvent =
  /** Ownership was taken; the deliveries that were under way when the last owner went. */
  | {
      readonly type: 'restarted';
      readonly outstanding: readonly Delivery[];
      /** As in a tick. */
      readonly overdue: readonly Delivery[];
      /** When somebody last looked after this customer's session, as far as is known. */
      readonly aliveAt: number;
    }
  /** Something may be due; with the pending deliveries that have reached their maximum age. */
  | { readonly type: 'tick'; readonly overdue: readonly Delivery[] }
  /** A paused route works again, or this customer is the one to find out. */
  | { readonly type: 'routeOpened' | 'probe'; readonly route: Route }
  /** This customer's turn to be sent to has come. */
  | { readonly type: 'turnCame' }
  /** What the last commit claimed; null: there was nothing. */
  | { readonly type: 'claimed'; readonly direction: Direction; readonly delivery: Delivery | null }
  | CustomerEvent
  | ContactCenterEvent
  | OutcomeEvent;

export type CustomerEvent =
  | {
      readonly type: 'customerMessage';
      readonly text: string;
      readonly authorName: string | null;
      readonly attachments: readonly Attachment[];
      readonly sentAt: number;
      readonly profile: CustomerProfile | null;
      readonly routing: Partial<Routing> | null;
      /** The provider's id of it and a digest of its content; null: nothing to recognise it by. */
      readonly once: { readonly key: string; readonly fingerprint: string } | null;
    }
  | {
      readonly type: 'endRequested';
      readonly by: 'customer' | 'operator';
      readonly ending?: Ending;
    }
  /** `retention`: only if nothing of the customer is under way. */
  | { readonly type: 'forgetRequested'; readonly by: 'operator' | 'retention' }
  /** As the store has it now. */
  | { readonly type: 'retryRequested' | 'dropRequested'; readonly delivery: Delivery }
  /** What was said in the conversations before, oldest first, for the preface of the present one. */
  | { readonly type: 'prefaceRead'; readonly said: readonly Said[] };

type ContactCenterEvent =
  | { readonly type: 'activated' }
  /** Our own message came back. */
  | { readonly type: 'own'; readonly key: string }
  /** Not seen before. */
  | { readonly type: 'agentMessage'; readonly message: AgentMessage }
  | {
      readonly type: 'agentPresence';
      readonly what: 'joined' | 'left' | 'transferred';
      readonly key: string;
      readonly name: string | null;
    }
  /** Not seen before. */
  | { readonly type: 'mediaDeclined'; readonly key: string }
  | { readonly type: 'remoteEnded'; readonly reason: string }
  | { readonly type: 'lost'; readonly reason: string };

export type ReceiptReport =
  /** The medium has taken it; what becomes of it is not known yet. */
  { readonly state: 'sent'; readonly key: string | null } | FinalReport;

export type FinalReport =
  | { readonly state: 'delivered'; readonly key: string | null }
  | { readonly state: 'failed'; readonly key: string | null; readonly failure: Failure };

type OutcomeEvent =
  | {
      readonly type: 'opened';
      readonly session: Session;
      readonly remoteId: string | null;
      readonly expiresAt: number | null;
    }
  | {
      readonly type: 'openFailed';
      readonly failure: Failure;
      /** What waits for the conversation, if it can never be opened. */
      readonly pending: readonly Delivery[];
    }
  | { readonly type: 'attached'; readonly activated: boolean }
  /** The session is over; its history may still be read. */
  | { readonly type: 'attachedTooLate'; readonly reason: string }
  | { readonly type: 'attachFailed'; readonly failure: Failure }
  | {
      readonly type: 'caughtUp';
      /** Of the effect that asked for it. */
      readonly id: number;
      /** Keys of our own entries after the cursor, oldest first. */
      readonly own: readonly string[];
      /** Not seen before, oldest first. */
      readonly messages: readonly AgentMessage[];
      /** Who said the last thing in it, seen before or not; bots and empty histories count for nobody. */
      readonly lastWord: 'customer' | 'agent' | null;
      /** Keys of what was declined in the customer's place and not seen before. */
      readonly declined: readonly string[];
      readonly cursor: string | null;
      readonly over: string | null;
    }
  | { readonly type: 'catchUpFailed'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'leaveSettled'; readonly failure: Failure | null }
  | { readonly type: 'sendSettled'; readonly deliveryId: DeliveryId; readonly outcome: Outcome }
  | {
      readonly type: 'deliverSettled';
      readonly deliveryId: DeliveryId;
      /** The delivery's. Absent: that of the outstanding one. */
      readonly conversationId?: ConversationId;
      readonly outcome: DeliverOutcome;
    }
  /**
   * The medium has told what became of deliveries. As the store has them now; given up ones only if the agent was not
   * told yet that they arrived after all.
   */
  | { readonly type: 'receipt'; readonly deliveries: readonly Delivery[]; readonly report: ReceiptReport }
  | {
      readonly type: 'findSentSettled';
      readonly deliveryId: DeliveryId;
      readonly found: FindSentOutcome;
      /** When the question was asked. */
      readonly askedAt: number;
    };
