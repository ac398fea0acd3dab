import type { CustomerProfile } from '../domain/customer.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Failure, Outcome } from '../domain/failure.ts';
import type { Address, ChannelName, ConversationId, DeliveryId, MessageId } from '../domain/ids.ts';
import type { JsonValue } from '../domain/json.ts';
import type { Attachment } from '../domain/message.ts';
import type { TimelineEntry } from '../domain/timeline.ts';
import type {
  AdapterCapabilities,
  AdapterState,
  AgentTyping,
  AuditAbility,
  CheckAbility,
  ExplainAbility,
  FindReceivedAbility,
  FindSentAbility,
  RateAbility,
  TypingAbility,
} from './abilities.ts';
import type { Routing } from './contact-center.ts';
import type { Clock, Logger } from './runtime.ts';

/** The version of this contract. An adapter names the one it was written for. */
export const CHANNEL_ADAPTER_CONTRACT = 1;

/**
 * Speaks one outside medium. Told in the order of life: `start` → `handle` and `deliver`, in any order and at the same
 * time → `stop`. Adapters are naive: they parse, verify and send. Order, retries, dedupe, splitting and rate limits are
 * the core's business; an adapter that adds its own gets them twice.
 */
export interface ChannelAdapter
  extends Partial<TypingAbility>,
    Partial<FindSentAbility>,
    Partial<FindReceivedAbility>,
    Partial<RateAbility>,
    Partial<CheckAbility>,
    Partial<ExplainAbility>,
    Partial<AuditAbility> {
  readonly capabilities: AdapterCapabilities;

  /**
   * Called before anything else. May open connections; must not open a port. Throws if the channel cannot work now, and
   * leaves nothing running then: it is called again after a while.
   */
  start(context: AdapterContext): Promise<void>;

  /**
   * Called for each request below `/channels/<channel>/`. Verify → parse → `context.receive` → reply. The reply to a
   * provider goes out only after `receive` has resolved. What it throws becomes a 500 (or 503 for a TrunklineError
   * with `retryAfterMs`); it does not reach the bridge.
   */
  handle(request: ChannelRequest): Promise<ChannelReply>;

  /**
   * Called with one delivery at a time for each address, in order. Ends in an outcome; a throw or a missed deadline
   * counts as `unknown`. Must not retry. Must stop soon after `signal` aborts. The next one may come before the outcome
   * of this one only if `receiveReceipt` has told what became of it.
   */
  deliver(delivery: OutboundDelivery, signal: AbortSignal): Promise<DeliverOutcome>;

  /** Called once, if `start` has resolved. Resolves when nothing of the adapter runs any more. No `deliver` is under way then. */
  stop(): Promise<void>;
}

/** What an adapter is given to work with. */
export interface AdapterContext {
  readonly channel: ChannelName;
  /** Where the outside reaches this channel, without a trailing slash; null if the config names no public URL. */
  readonly publicUrl: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What the adapter keeps for itself, apart from every other channel's. */
  readonly storage: AdapterStorage;

  /**
   * Takes in what a customer did. Resolves once it is durable.
   * Rejects with InboundConflictError (same id, other content), StoreUnavailableError or NotAcceptingError: nothing was
   * recorded then and the provider should come again.
   */
  receive(event: InboundMessage): Promise<Received>;
  /**
   * The customer wants to end, or can no longer be reached. Resolves once that is durable; false: there is no open
   * conversation, or the same `id` ended one before. What is owed to the agent is sent first, then the chat is left.
   */
  receiveEnd(address: Address, ending?: Ending): Promise<boolean>;
  /**
   * What the medium says of deliveries that it took; for adapters that declare `receipts`, others get a TypeError. May be
   * called in any order and more than once, also while `deliver` or `findSent` is still waiting for an answer, whose
   * outcome it settles. Resolves once it is durable or known to change nothing, as when the delivery is not known.
   * Rejects with StoreUnavailableError or NotAcceptingError: nothing was recorded then. Unlike all others it is still
   * taken while the bridge stops, until `stop` has resolved.
   */
  receiveReceipt(address: Address, receipt: Receipt): Promise<void>;
  /** The customer is typing. Best effort, never awaited, never stored. */
  receiveTyping(address: Address): void;

  /** The conversation that is open now and takes messages; null: the next message would open one. */
  conversation(address: Address): Promise<ConversationId | null>;
  /** What is on a customer's timeline after a number; null if no such customer was ever seen. */
  timeline(address: Address, range: { readonly after: number; readonly limit: number }): Promise<TimelinePage | null>;
  /** Calls back for what happens from now on, in order. Returns the way to stop it. Must not throw or block. */
  subscribe(address: Address, listener: TimelineListener): () => void;

  /** Something may have been missed (a connection was gone): `findReceived` is asked soon. */
  lookForMissed(): void;
  /** What keeps the channel from working fully although it has started, for health checks and people; null: nothing. */
  reportHealth(problem: string | null): void;
  /** Adds to a counter of this channel, `trunkline_channel_events_total{channel,what}`. `what`: lower case with underscores, few. */
  count(what: string, by?: number): void;
}

/**
 * Small things by key that outlive the process: consents, installations, marks. Whatever resolves is durable. Rejects with
 * StoreUnavailableError: nothing was done then. A write is not part of any other commit: make it before what relies on it.
 */
export interface AdapterStorage {
  get(key: string): Promise<JsonValue | null>;
  /** All of them or none. A null value removes the key. */
  put(entries: Readonly<Record<string, JsonValue | null>>): Promise<void>;
  /** In the order of keys, those that begin with the prefix. Default: all of them, 1,000 at most. */
  list(range?: StorageRange): Promise<readonly StorageEntry[]>;
}

export interface StorageRange {
  readonly prefix?: string;
  /** Only keys behind this one. */
  readonly after?: string;
  readonly limit?: number;
}

export interface StorageEntry {
  readonly key: string;
  readonly value: JsonValue;
}

export interface Ending {
  /** The provider's id of what asked for it: the same id again ends nothing. Shared with the ids of messages. */
  readonly id?: string;
  /** A sentence for the agent, before the chat is left. */
  readonly notice?: string;
  /** What the customer said to end it; the agent gets it as any message, after the notice. */
  readonly lastWords?: string;
  /** For people and logs. Default `ended by customer`. */
  readonly reason?: string;
}

export interface InboundMessage {
  readonly address: Address;
  /** The provider's id of it: the same id again is a duplicate. Absent: every call is a new message. */
  readonly id?: string;
  /** By which the same id with other content is found out. Default: a digest of text and attachments. */
  readonly digest?: string;
  readonly text: string;
  /** Who said it, where several people speak at one address. */
  readonly author?: { readonly id: string; readonly name?: string };
  readonly profile?: CustomerProfile;
  readonly attachments?: readonly Attachment[];
  /** Where conversations of this customer go, as far as it is not where the channel's config says. The latest one given counts. */
  readonly routing?: Partial<Routing>;
  /** When it was said, epoch milliseconds. Default: now. */
  readonly sentAt?: number;
}

export interface Received {
  /** The conversation current at acceptance. */
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
  readonly duplicate: boolean;
}

/** What became of one delivery, or of several. */
export type Receipt =
  | { readonly of: ReceiptOfTimeline; readonly state: 'delivered' }
  | {
      readonly of: ReceiptOfDelivery;
      /** `sent`: the medium has taken it, which settles a send whose outcome is not known, and nothing else. */
      readonly state: 'sent' | 'delivered';
      /** The medium's id of the delivery. */
      readonly key?: string;
    }
  | {
      readonly of: ReceiptOfDelivery;
      readonly state: 'failed';
      /**
       * `retryable`: it is sent once more, as a new delivery that names this one; if that fails too, or if it is not,
       * `human` is told to whoever waits.
       */
      readonly failure: Failure;
      readonly key?: string;
    };

/** Its id as `deliver` was given it. */
export interface ReceiptOfDelivery {
  readonly deliveryId: DeliveryId;
}

/** Whatever was told with these numbers of the timeline, where a reader has shown how far it has got. */
export interface ReceiptOfTimeline {
  readonly upTo: number;
  /** Not what has this number or a smaller one. Default 0. */
  readonly after?: number;
}

export interface TimelinePage {
  readonly entries: readonly TimelineEntry[];
  /** The number to pass as `after` for the next page. */
  readonly next: number;
}

export interface TimelineListener {
  entry(entry: TimelineEntry): void;
  /** The agent is typing; ephemeral, without a number. */
  typing(typing: AgentTyping): void;
}

/** One delivery, with what an adapter needs to carry it out. */
export interface OutboundDelivery {
  readonly delivery: Delivery;
  readonly address: Address;
  readonly previousConversationId: ConversationId | null;
  /** What an earlier delivery of this conversation returned; kept until the next conversation has ended. */
  readonly adapterState: AdapterState | null;
}

export type DeliverOutcome = Outcome & {
  /** The address was provisional; from now on both names mean the same customer. */
  readonly address?: Address;
  /** Committed with the settlement, handed to later deliveries of the conversation. */
  readonly adapterState?: AdapterState;
};

/** A plain HTTP request, whatever the host is made of. */
export interface ChannelRequest {
  readonly method: string;
  /** Path below the channel's mount point, with the query: `/messages?x=1`. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The raw body. Rejects with a TrunklineError `http.body-too-large` above the host's limit. */
  body(): Promise<Uint8Array>;
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
}

export interface ChannelReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}
