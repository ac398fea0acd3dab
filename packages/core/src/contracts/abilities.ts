import type { Address, ConversationId } from '../domain/ids.ts';
import type { JsonValue } from '../domain/json.ts';
import type { OnSilence } from '../domain/silence.ts';
import type { InboundMessage, OutboundDelivery } from './channel-adapter.ts';

/** What an adapter can do beyond delivering. Declared once; never changes after `create`. */
export interface AdapterCapabilities {
  /** `structured`: joined, left, ended … go out as statuses; `text`: as the rendered sentence, if there is one. */
  readonly presence: 'structured' | 'text';
  /** Texts longer than this are split before they reach `deliver`. Absent: no limit. */
  readonly text?: { readonly limit: number; readonly unit: 'characters' | 'bytes' };
  /** The medium can show that an agent is typing; repeated every `resendMs` while it lasts. */
  readonly typing?: { readonly resendMs: number };
  /** The medium says later what became of what it took (`receiveReceipt`): until then a delivery is `sent`. Absent: `sent` is the end. */
  readonly receipts?: true;
  /** Whether a `structured` medium can show that a customer waits for an agent; others are not bothered with it. */
  readonly waiting?: boolean;
  /** What happens before a customer's silence ends the session, unless the channel's config says otherwise. Default `warn`. */
  readonly onSilence?: OnSilence;
  /**
   * Whoever sends comes again after a 503: when there is too much to do, this channel is the first to be told to wait.
   * Not to be declared where what is refused is lost, as with webhooks of a provider that tries once.
   */
  readonly sheds?: true;
  /** How long one `deliver` may take before its outcome counts as unknown. Default 15,000. */
  readonly deliverTimeoutMs?: number;
  /** Waits before the second, third … attempt; the last one repeats. */
  readonly retryScheduleMs?: readonly number[];
}

/** Shows or forwards that the agent is typing. Best effort, never retried. */
export interface TypingAbility {
  typing(address: Address, typing: AgentTyping): Promise<void>;
}

/** An agent is typing. Ephemeral: never stored, never repeated. */
export interface AgentTyping {
  readonly conversationId: ConversationId;
  readonly agentName: string | null;
}

/** Settles a send whose outcome is not known, by asking the medium. */
export interface FindSentAbility {
  /** `sent` is believed at once; `notSent` only after the write can no longer land. */
  findSent(outbound: OutboundDelivery, signal: AbortSignal): Promise<FindSentOutcome>;
}

export type FindSentOutcome =
  | {
      readonly found: 'sent';
      readonly key: string;
      /** As in the outcome of a delivery. */
      readonly address?: Address;
      readonly adapterState?: AdapterState;
    }
  | { readonly found: 'notSent' | 'cannotTell' };

/** What came in while nobody was listening. Results pass through the same dedupe as `receive`. */
export interface FindReceivedAbility {
  findReceived(since: number, signal: AbortSignal): AsyncIterable<InboundMessage>;
}

/** How fast one address may be sent to. */
export interface RateAbility {
  rate(address: Address): { readonly key: string; readonly perSecond: number; readonly burst: number };
}

/** Opaque to core, at most 4 KB as JSON, kept per conversation. */
export type AdapterState = JsonValue;
