import type { Conversation } from '../domain/conversation.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Address, ChannelName, ConversationId } from '../domain/ids.ts';
import type { JsonValue } from '../domain/json.ts';
import type { OnSilence } from '../domain/silence.ts';
import type { AdapterStorage, Ending, InboundMessage, OutboundDelivery } from './channel-adapter.ts';

/** What an adapter can do beyond delivering. Declared once; never changes after `create`. */
export interface AdapterCapabilities {
  /** `structured`: joined, left, ended … go out as statuses; `text`: as the rendered sentence, if there is one. */
  readonly presence: 'structured' | 'text';
  /** Texts longer than this are split before they reach `deliver`. Absent: no limit. */
  readonly text?: TextLimit | TextFit;
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
  /** How often `findReceived` is asked, besides at every start and whenever `lookForMissed` is called. Default 300,000. */
  readonly findReceivedEveryMs?: number;
  /**
   * What of the outside only one channel of a bridge may have, such as a number; `a/b` is within `a`. Two channels that
   * share one are refused when the config is checked.
   */
  readonly exclusive?: readonly string[];
  /** Waits before the second, third … attempt; the last one repeats. */
  readonly retryScheduleMs?: readonly number[];
}

/** `characters` are UTF-16 units. */
export interface TextLimit {
  readonly limit: number;
  readonly unit: 'characters' | 'bytes';
}

/** A medium that counts in a way of its own cuts texts itself. */
export interface TextFit {
  /**
   * The parts in which a text goes out, in order, at least one. Pure: the same answer every time, since parts are fixed
   * in the commit that creates them. May add to the text (part numbers).
   */
  fit(text: string): readonly string[];
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
  /**
   * Called after every start, every few minutes and after `lookForMissed`; never twice at a time. Yields oldest first
   * within an address, each with its `id`; may yield what was received long ago. A throw is logged and it is asked again
   * from the same time. What a customer says meanwhile waits for the first look after a start, but not for long. That
   * a customer wanted to end is yielded too, in its place: `receiveEnd` would wait for the look that it is called from.
   */
  findReceived(missed: Missed, signal: AbortSignal): AsyncIterable<InboundMessage | MissedEnding>;
}

/** As `receiveEnd` is called. */
export interface MissedEnding {
  readonly address: Address;
  readonly ending: Ending;
}

export interface Missed {
  /** Everything that came in before this was received for certain; epoch milliseconds by this machine's clock. */
  readonly since: number;
  /** Customers with an open conversation, where a medium can only be asked for each. */
  readonly open: readonly Address[];
}

/** How fast one address may be sent to. */
export interface RateAbility {
  /** Addresses with the same key share one budget. Null: as fast as it goes. Must be quick and not throw. */
  rate(address: Address): Rate | null;
}

export interface Rate {
  readonly key: string;
  readonly perSecond: number;
  /** How many at once after a pause. */
  readonly burst: number;
}

/** Says before a start whether the outside is set up as the channel needs it. */
export interface CheckAbility {
  /**
   * Called by `trunkline check` on an adapter that is not started. Without `online` it must ask nobody and only judge
   * the options and the place. Findings hold no secret.
   */
  check(place: CheckPlace, signal: AbortSignal): Promise<readonly Finding[]>;
}

export interface CheckPlace {
  readonly channel: ChannelName;
  /** As in the context. */
  readonly publicUrl: string | null;
  readonly online: boolean;
}

export interface Finding {
  /** `problem` fails the check. */
  readonly severity: 'ok' | 'warning' | 'problem';
  /** What was looked at, e.g. `+1…0100 voice URL`. */
  readonly about: string;
  /** What was found, what was expected and what to do about it. */
  readonly text: string;
}

/** Says what would become of a message, for `trunkline explain`. */
export interface ExplainAbility {
  /** Called on an adapter that is not started. Records and sends nothing. Throws a TrunklineError for bad input. */
  explain(inquiry: Inquiry): Promise<Explanation>;
}

export interface Inquiry {
  readonly from: string;
  /** Which of the channel's own names was written to; absent: the only one, or an error that names them. */
  readonly to?: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Explanation {
  /** The rule of the channel's config that decides, in words with its key, e.g. `numbers.+15550100.routing`. */
  readonly rule: string;
  /** What would be handed to `receive`; null: nothing would. */
  readonly message: InboundMessage | null;
  /** What would happen instead or besides, one sentence each. */
  readonly notes: readonly string[];
}

/** Compares what the medium has with what the store says, for `trunkline audit`. */
export interface AuditAbility {
  /**
   * Called on an adapter that is not started, beside a bridge that may run. Only reads, on both sides, and the medium
   * first: what is in the ledger by then but not there is a difference. Yields each; what may still be under way is none.
   */
  audit(range: AuditRange, ledger: Ledger, signal: AbortSignal): AsyncIterable<Difference>;
}

export interface AuditRange extends Omit<CheckPlace, 'online'> {
  /** Epoch milliseconds. */
  readonly since: number;
  /** A little ago: what is newer may be under way. */
  readonly until: number;
}

/** What the store says of one channel. */
export interface Ledger {
  /** Its conversations that were open in the range. */
  conversations(): AsyncIterable<LedgerConversation>;
  /** Deliveries to its customers that were settled since then, also after `until`, conversation by conversation. */
  sent(): AsyncIterable<LedgerEntry>;
  /** Whether what came under this id of the provider was taken in. */
  received(address: Address, id: string): Promise<boolean>;
  /** What the adapter keeps for itself. */
  readonly storage: Pick<AdapterStorage, 'get' | 'list'>;
}

export interface LedgerConversation extends Pick<Conversation, 'id' | 'openedAt' | 'endedAt'> {
  readonly address: Address;
  /** Something is owed to the customer, or nobody knows yet whether they have it. */
  readonly underWay: boolean;
}

export interface LedgerEntry extends Pick<Delivery, 'id' | 'state' | 'remoteKey' | 'conversationId'> {
  readonly address: Address;
  readonly settledAt: number;
}

export interface Difference {
  /** `missingHere`: the other side has it and the store does not; `missingThere`: the other way round; `otherwise`: both have it, with another outcome. */
  readonly kind: 'missingHere' | 'missingThere' | 'otherwise';
  /** Ids of both sides, as far as there are any; no number, token or text. */
  readonly about: string;
  /** What was found and what was expected. */
  readonly text: string;
}

/** Opaque to core, at most 4 KB as JSON, kept per conversation. */
export type AdapterState = JsonValue;
