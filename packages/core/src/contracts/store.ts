import type { Conversation, ConversationState } from '../domain/conversation.ts';
import type { Customer, CustomerRef } from '../domain/customer.ts';
import type { Delivery, DeliveryState, Direction } from '../domain/delivery.ts';
import type { Address, ChannelName, ConversationId, CustomerId, DeliveryId, MessageId, NodeId } from '../domain/ids.ts';
import type { JsonValue } from '../domain/json.ts';
import type { Message } from '../domain/message.ts';
import type { TimelineEntry } from '../domain/timeline.ts';
import type { StorageEntry } from './channel-adapter.ts';
import type { Clock, Logger } from './runtime.ts';

/** What a store package exports under the name `storeDriver`. */
export interface StoreDriver {
  /** The URL scheme it answers to, e.g. `sqlite`. */
  readonly scheme: string;
  /** Given keys, it encrypts what people said and what opens sessions. Absent: it takes no keys. */
  readonly encrypts?: true;
  /**
   * Opens, migrates and, as `owner`, takes what it needs to own customers. A `reader` never owns and never migrates;
   * it reads and may `record`.
   * Rejects with StoreOpenError: `store.locked`, `store.newer`, `store.older` (reader only), `store.wrong-key`,
   * `store.cannot-open`.
   */
  open(options: StoreOptions): Promise<Store>;
}

export interface StoreOptions {
  /** As in the config, e.g. `sqlite:./trunkline.db`. */
  readonly url: string;
  readonly role: 'owner' | 'reader';
  readonly node: NodeId;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 32 bytes each, in base64: the first encrypts, each decrypts. Absent: nothing is encrypted. */
  readonly encryptionKeys?: readonly string[];
}

/**
 * Keeps customers, what they said and what is owed to them. Speaks business operations; shows neither connection nor
 * transaction. Whatever resolves is durable: it survives `kill -9` and a power cut. Any call may reject with
 * StoreUnavailableError (disk full, locked): nothing of it was done then, and later calls may succeed.
 */
export interface Store {
  /** Until when, on the monotonic clock, this node may act for the customers that it has loaded. Infinity: for life. */
  ownedUntil(): number;

  /** The customer of a channel's address, by any of its names, and the ownership of it; null if never seen. */
  load(ref: CustomerRef): Promise<CustomerRecord | null>;
  loadById(id: CustomerId): Promise<CustomerRecord | null>;
  /** Customers whose last commit said `active`, in a stable order; the way to begin after a restart. */
  active(page: { readonly after: CustomerId | null; readonly limit: number }): Promise<readonly CustomerRecord[]>;

  /** Which of these keys were recorded before, and as what. */
  seen(customer: CustomerId, scope: string, keys: readonly string[]): Promise<ReadonlyMap<string, SeenKey>>;

  /** One step of one customer, whole or not at all, and only if nobody else took a step since. */
  commit(commit: Commit): Promise<CommitResult>;

  delivery(id: DeliveryId): Promise<DeliveryDetails | null>;
  /** Pending deliveries of one direction created before a time, oldest first. */
  overdue(customer: CustomerId, direction: Direction, createdBefore: number): Promise<readonly Delivery[]>;
  /** What is `sent`, awaits a receipt and has a timeline number after `after` up to `upTo`, oldest first. */
  awaitingReceipt(customer: CustomerId, range: ReceiptRange): Promise<readonly Delivery[]>;
  /** Entries after a number, in order, at most `limit`. */
  timeline(
    customer: CustomerId,
    range: { readonly after: number; readonly limit: number },
  ): Promise<readonly TimelineEntry[]>;

  /** Behind which number the timelines of new customers begin, so that no number comes again after a customer was forgotten. */
  timelineFloor(): Promise<number>;
  /**
   * Removes some of what ended before a time, in one short write, and tells how to go on: conversations with their
   * messages, deliveries, timeline and seen keys, never one that something is owed of. What was removed cannot be found
   * in the store's files any more once `next` is null. Nothing for readers.
   */
  sweep(range: SweepRange): Promise<Swept>;
  /**
   * How many messages of people and bots have neither a delivery that has ended nor one that somebody looks after: 0, or
   * a defect. Of those recorded since this store was opened; `all`: of all, which takes as long as there is much.
   */
  unaccounted(all?: boolean): Promise<number>;

  /** Notes that this node is alive; cheap enough to be called every few seconds. */
  beat(at: number): Promise<void>;
  /** The last `beat` of an owner before this one opened the store; null: there was none. */
  aliveAt(): Promise<number | null>;

  /** Leaves something for the owner of a customer to process. Open to readers. */
  record(item: InboxItem): Promise<void>;
  /** What was recorded and not yet consumed by a commit, oldest first. */
  inbox(limit: number): Promise<readonly InboxItem[]>;
  /** Calls back soon after somebody recorded something; never while a call is under way. Returns the way to stop. */
  onWork(handler: () => Promise<void>): () => void;

  /** What somebody keeps by key, apart from every other scope; null: nothing. */
  entry(scope: string, key: string): Promise<JsonValue | null>;
  /** In the order of keys, those that begin with the prefix and come behind `after`. Open to readers. */
  entries(scope: string, range: EntryRange): Promise<readonly StorageEntry[]>;
  /** Writes all of them or none; null removes. */
  putEntries(scope: string, entries: Readonly<Record<string, JsonValue | null>>): Promise<void>;

  conversations(filter: ConversationFilter): Promise<readonly ConversationDetails[]>;
  conversation(id: ConversationId): Promise<ConversationDetails | null>;
  /** What was said in a conversation, in the order of commit. */
  messages(conversation: ConversationId): Promise<readonly Message[]>;
  /** In the order of creation. */
  deliveries(filter: DeliveryFilter): Promise<readonly DeliveryDetails[]>;

  /** A whole copy, of one moment, in a new file that holds a store again. Open to readers; others go on writing. Absent: the database's own means are used. */
  backup?(file: string): Promise<void>;

  /** For an owner with keys: encrypts with the first one whatever is not. Tells how many rows of all it has looked at. */
  rekey?(progress: (done: number, all: number) => void): Promise<void>;

  /** Finishes what is under way, gives up ownership. Calls after it reject. */
  close(): Promise<void>;
}

export interface CustomerRecord {
  readonly customer: Customer;
  /** Fences the owner: a commit with another epoch does nothing. */
  readonly epoch: number;
  /** Counts the customer's commits. */
  readonly version: number;
  readonly state: JsonValue;
  /** What is sending, unknown or waiting: at most one delivery for each direction. */
  readonly outstanding: readonly Delivery[];
}

export interface ReceiptRange {
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

/** Marks something from outside as taken in, so that it is taken in once. Unique by customer, scope and key. */
export interface SeenKey {
  readonly scope: string;
  readonly key: string;
  /** Of its content; null where the other side's key alone is trusted. */
  readonly fingerprint: string | null;
  readonly messageId: MessageId | null;
  readonly conversationId: ConversationId | null;
}

export interface Commit {
  /** The address is used when `version` is 0, which creates the customer. */
  readonly customer: Customer;
  /** From `load`; of a customer never seen: null. */
  readonly epoch: number | null;
  /** The version this step is based on; 0: the customer is new. */
  readonly version: number;
  readonly state: JsonValue;
  /** Whether anything is left to do for this customer. */
  readonly active: boolean;
  readonly at: number;
  /** Nothing waits for it: it may become durable a few milliseconds later, together with what comes next. */
  readonly relaxed?: boolean;
  readonly seen?: readonly SeenKey[];
  /** Written whole, by id. */
  readonly conversations?: readonly Conversation[];
  readonly messages?: readonly Message[];
  /** New ones, in any state. */
  readonly enqueue?: readonly Delivery[];
  /**
   * Changes to earlier ones. A final state is never changed, but for `sent` while it awaits a receipt: that may become
   * `delivered` or `failed`, and awaits nothing any more. Carried out before `claim`.
   */
  readonly change?: readonly DeliveryChange[];
  /** Deliveries to the agent that are not final yet move to another conversation. */
  readonly carryOver?: { readonly from: ConversationId; readonly to: ConversationId };
  /** The first pending delivery of a direction, by `seq`, becomes `sending`, if there is one. */
  readonly claim?: readonly {
    readonly direction: Direction;
    readonly landsUntil: number;
    /** Only of this conversation. */
    readonly conversation?: ConversationId;
  }[];
  readonly timeline?: readonly TimelineEntry[];
  /** More names of this customer on its channel. */
  readonly aliases?: readonly Address[];
  /** The inbox item that this step consumes. */
  readonly inbox?: string;
  /**
   * Everything of this customer is removed, after all else was carried out: its next step is that of a new one. No
   * timeline that begins later has numbers up to this one. Entries are not a customer's.
   */
  readonly forget?: { readonly timelineNumber: number };
}

/** Fields that are absent stay as they are. */
export interface DeliveryChange {
  readonly id: DeliveryId;
  readonly state: DeliveryState;
  readonly attempts?: number;
  readonly landsUntil?: number | null;
  readonly settledAt?: number;
  readonly remoteKey?: string | null;
  readonly repeated?: boolean;
  readonly awaitsReceipt?: boolean;
  readonly reason?: string | null;
}

export type CommitResult =
  | {
      readonly outcome: 'committed';
      /** The epoch of later commits of this customer. */
      readonly epoch: number;
      readonly claimed: readonly Delivery[];
    }
  /** Somebody else owns or has moved on: nothing was done, forget what you know of this customer. */
  | { readonly outcome: 'fenced' };

export interface EntryRange {
  readonly prefix: string;
  readonly after: string | null;
  readonly limit: number;
}

export interface SweepRange {
  readonly channel: ChannelName;
  /** Epoch milliseconds. */
  readonly endedBefore: number;
  /** As an earlier call said; null: from the beginning. */
  readonly after: string | null;
  /** About how many rows are removed. */
  readonly limit: number;
}

export interface Swept {
  readonly conversations: number;
  /** For the next call; null: there is no more. */
  readonly next: string | null;
  /**
   * Customers of whom nothing is left but themselves and the rows of their conversations, by which they are found again
   * until they are forgotten. Some may be named twice.
   */
  readonly bare: readonly CustomerId[];
}

/** Something for a customer's owner, left by another process. */
export interface InboxItem {
  readonly id: string;
  readonly customerId: CustomerId;
  readonly at: number;
  readonly event: JsonValue;
}

export interface ConversationFilter {
  readonly state?: ConversationState;
  readonly channel?: ChannelName;
  /** The newest are listed first. */
  readonly limit: number;
}

export interface ConversationDetails extends Conversation {
  readonly address: Address;
}

export interface DeliveryFilter {
  readonly states?: readonly DeliveryState[];
  readonly conversationId?: ConversationId;
  /** The order of creation the other way round, so that the limit keeps the newest. */
  readonly newestFirst?: boolean;
  readonly limit: number;
}

export interface DeliveryDetails extends Delivery {
  readonly channel: ChannelName;
  readonly address: Address;
}
