import type {
  AdapterContext,
  AdapterStorage,
  Ending,
  InboundMessage,
  Receipt,
  Received,
  TimelineListener,
  TimelinePage,
} from '../contracts/channel-adapter.ts';
import type { Logger } from '../contracts/runtime.ts';
import { InboundConflictError, type TrunklineError } from '../domain/errors.ts';
import { type Address, type ChannelName, type ConversationId, channelName, messageId } from '../domain/ids.ts';
import type { JsonValue } from '../domain/json.ts';
import type { TimelineBody, TimelineEntry } from '../domain/timeline.ts';
import { FakeTimeline, type TimelineConversation } from './channel-adapter-suite-timeline.ts';
import { ManualClock } from './manual-clock.ts';
import { createMemoryStorage } from './memory-storage.ts';

export interface FakeAdapterContextOptions {
  readonly channel?: string;
  /** Default: none. */
  readonly publicUrl?: string;
  readonly clock?: ManualClock;
  /** What an earlier process of the adapter has kept. Default: nothing. */
  readonly kept?: Map<string, JsonValue>;
}

export interface LogLine {
  readonly level: keyof Logger;
  readonly facts: object;
  readonly message: string;
}

/** A `receive` that was let in and is not yet durable. */
export interface HeldReceive {
  /** Resolves when an event has arrived. */
  readonly reached: Promise<void>;
  release(): void;
}

/** What an adapter is given in tests: the core's side of the contract, in memory, and a record of what came in. */
export class FakeAdapterContext implements AdapterContext {
  readonly channel: ChannelName;
  readonly publicUrl: string | null;
  readonly clock: ManualClock;
  readonly logger: Logger;
  /** Every event that was taken in, duplicates too. */
  readonly received: InboundMessage[] = [];
  readonly ends: Address[] = [];
  /** What was said with each of them, in the same order. */
  readonly endings: Ending[] = [];
  /** How often `findReceived` was asked for. */
  looks: number = 0;
  /** What the adapter last said of itself. */
  health: string | null = null;
  readonly counts: Map<string, number> = new Map();
  readonly storage: AdapterStorage;
  readonly customerTyping: Address[] = [];
  /** What the adapter told of deliveries, in the order it was taken. */
  readonly receipts: (Receipt & { readonly address: Address })[] = [];
  readonly logs: LogLine[] = [];
  readonly #timelines = new Map<Address, FakeTimeline>();
  readonly #seen = new Map<string, { readonly content: string; readonly answer: Received }>();
  #refusal: TrunklineError | null = null;
  #gate: { reached(): void; readonly opened: Promise<void> } | null = null;
  #minted = 0;

  constructor(options: FakeAdapterContextOptions = {}) {
    this.channel = channelName(options.channel ?? 'test');
    this.publicUrl = options.publicUrl ?? null;
    this.clock = options.clock ?? new ManualClock();
    this.storage = createMemoryStorage(options.kept ?? new Map(), () => {
      if (this.#refusal !== null) throw this.#refusal;
    });
    const log = (level: keyof Logger) => (facts: object, message: string) => {
      this.logs.push({ level, facts, message });
    };
    this.logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  }

  /** From now on nothing can be recorded; null: everything works again. */
  refuseWith(error: TrunklineError | null): void {
    this.#refusal = error;
  }

  /** Events that arrive from now on become durable only when released. */
  hold(): HeldReceive {
    let release = (): void => {};
    let reachedNow = (): void => {};
    const opened = new Promise<void>((resolve) => {
      release = resolve;
    });
    const reached = new Promise<void>((resolve) => {
      reachedNow = resolve;
    });
    this.#gate = { reached: reachedNow, opened };
    return {
      reached,
      release: () => {
        this.#gate = null;
        release();
      },
    };
  }

  /** Puts something on a customer's timeline and tells whoever is subscribed. */
  append(address: Address, body: TimelineBody, conversation?: TimelineConversation): TimelineEntry {
    return this.#timeline(address).append(body, { at: this.clock.now(), ...conversation });
  }

  /** Tells whoever is subscribed that an agent is typing. */
  agentTyping(address: Address, agentName: string | null): void {
    this.#timeline(address).typing(agentName);
  }

  /** How many listeners are subscribed, over all customers. */
  get subscriptions(): number {
    return [...this.#timelines.values()].reduce((sum, timeline) => sum + timeline.listeners, 0);
  }

  async receive(event: InboundMessage): Promise<Received> {
    const gate = this.#gate;
    if (gate !== null) {
      gate.reached();
      await gate.opened;
    }
    if (this.#refusal !== null) throw this.#refusal;
    const key = event.id === undefined ? null : JSON.stringify([event.address, event.id]);
    const content = event.digest ?? JSON.stringify([event.text, event.attachments ?? []]);
    const seen = key === null ? undefined : this.#seen.get(key);
    if (seen !== undefined && seen.content !== content)
      throw new InboundConflictError('This id came before with other content.');
    this.received.push(event);
    if (seen !== undefined) return { ...seen.answer, duplicate: true };
    const answer = this.#record(event);
    if (key !== null) this.#seen.set(key, { content, answer });
    return answer;
  }

  async receiveEnd(address: Address, ending: Ending = {}): Promise<boolean> {
    if (this.#refusal !== null) throw this.#refusal;
    this.ends.push(address);
    this.endings.push(ending);
    return this.#timelines.get(address)?.end() ?? false;
  }

  async conversation(address: Address): Promise<ConversationId | null> {
    return this.#timelines.get(address)?.current ?? null;
  }

  lookForMissed(): void {
    this.looks += 1;
  }

  reportHealth(problem: string | null): void {
    this.health = problem;
  }

  count(what: string, by: number = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by);
  }

  async receiveReceipt(address: Address, receipt: Receipt): Promise<void> {
    if (this.#refusal !== null) throw this.#refusal;
    this.receipts.push({ ...receipt, address });
  }

  receiveTyping(address: Address): void {
    this.customerTyping.push(address);
  }

  async timeline(
    address: Address,
    range: { readonly after: number; readonly limit: number },
  ): Promise<TimelinePage | null> {
    if (this.#refusal !== null) throw this.#refusal;
    const timeline = this.#timelines.get(address);
    return timeline === undefined || timeline.empty ? null : timeline.page(range);
  }

  subscribe(address: Address, listener: TimelineListener): () => void {
    return this.#timeline(address).subscribe(listener);
  }

  #record(event: InboundMessage): Received {
    const conversationId: ConversationId = this.#timeline(event.address).open();
    this.#minted += 1;
    const id = messageId(`m_${this.#minted}`);
    this.append(event.address, {
      type: 'message.created',
      message: {
        id,
        text: event.text,
        author: { kind: 'customer', name: event.author?.name ?? event.profile?.name ?? null },
        sentAt: event.sentAt ?? this.clock.now(),
        late: false,
        attachments: event.attachments ?? [],
      },
    });
    return { conversationId, messageId: id, duplicate: false };
  }

  #timeline(address: Address): FakeTimeline {
    const known = this.#timelines.get(address);
    if (known !== undefined) return known;
    const timeline = new FakeTimeline(`c_${this.#timelines.size + 1}`);
    this.#timelines.set(address, timeline);
    return timeline;
  }
}
