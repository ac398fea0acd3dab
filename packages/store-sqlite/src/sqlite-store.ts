import {
  type Commit,
  type CommitResult,
  type ConversationDetails,
  type ConversationFilter,
  type ConversationId,
  type CustomerId,
  type CustomerRecord,
  type CustomerRef,
  type Delivery,
  type DeliveryDetails,
  type DeliveryFilter,
  type DeliveryId,
  type Direction,
  type EntryRange,
  type InboxItem,
  type JsonValue,
  type Message,
  type ReceiptRange,
  type SeenKey,
  type StorageEntry,
  type Store,
  StoreUnavailableError,
  type SweepRange,
  type Swept,
  type TimelineEntry,
} from '@trunkline/core';
import type { Cleaning } from './cleaning.ts';
import type { Rows } from './commit-step.ts';
import type { DeliveryReads } from './delivery-reads.ts';
import type { LogTurnover } from './log-turnover.ts';
import { isOwnFault, unavailable } from './sqlite-error.ts';
import type { WorkWatch } from './work-watch.ts';
import type { WriteQueue } from './write-queue.ts';

export interface SqliteStoreParts {
  readonly rows: Rows & { readonly deliveries: DeliveryReads };
  readonly writes: WriteQueue;
  /** Null: whatever writes moves the log itself. */
  readonly turnover: LogTurnover | null;
  readonly work: WorkWatch;
  /** What `load` says of the customers' epoch. */
  readonly epoch: number;
  /** What earlier owners left. */
  readonly aliveAt: number | null;
  /** Absent: a reader. */
  readonly step: ((commit: Commit) => CommitResult) | null;
  readonly cleaning: Cleaning;
  readonly rekey: (progress: (done: number, all: number) => void) => void;
  /** Closes the database, then gives up the lock. */
  readonly release: () => void;
}

/** One open handle on a database file. Reads run at once, writes with their group. */
export class SqliteStore implements Store {
  readonly #parts: SqliteStoreParts;
  #closed = false;

  constructor(parts: SqliteStoreParts) {
    this.#parts = parts;
  }

  ownedUntil(): number {
    return this.#parts.step === null || this.#closed ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  async load(ref: CustomerRef): Promise<CustomerRecord | null> {
    return this.#read(({ rows, epoch }) => rows.customers.byName(ref, epoch));
  }

  async loadById(id: CustomerId): Promise<CustomerRecord | null> {
    return this.#read(({ rows, epoch }) => rows.customers.byId(id, epoch));
  }

  async active(page: {
    readonly after: CustomerId | null;
    readonly limit: number;
  }): Promise<readonly CustomerRecord[]> {
    return this.#read(({ rows, epoch }) => rows.customers.active(page, epoch));
  }

  async seen(customer: CustomerId, scope: string, keys: readonly string[]): Promise<ReadonlyMap<string, SeenKey>> {
    return this.#read(({ rows }) => rows.seen.find(customer, scope, keys));
  }

  /** Not async: most of what the store is asked for are commits, and each of its promises is one too many. */
  commit(commit: Commit): Promise<CommitResult> {
    try {
      const { writes, step } = this.#open();
      if (commit.epoch === null && commit.version !== 0)
        throw new TypeError('A commit without an epoch is one of a new customer, whose version is 0');
      if (step === null) return Promise.resolve({ outcome: 'fenced' });
      if (commit.forget !== undefined) return this.#forget(() => step(commit));
      return writes.add(() => step(commit), { relaxed: commit.relaxed === true });
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async timelineFloor(): Promise<number> {
    return this.#read(({ rows }) => rows.upkeep.timelineFloor());
  }

  async sweep(range: SweepRange): Promise<Swept> {
    const { writes, rows, step, cleaning } = this.#open();
    if (step === null) return { conversations: 0, next: null, bare: [] };
    const swept = await writes.add(() => rows.upkeep.sweep(range));
    cleaning.note();
    if (swept.next === null) await this.#clean();
    return swept;
  }

  async unaccounted(all: boolean = false): Promise<number> {
    return this.#read(({ rows }) => rows.upkeep.unaccounted(all));
  }

  async backup(file: string): Promise<void> {
    this.#open().cleaning.copy(file);
  }

  async delivery(id: DeliveryId): Promise<DeliveryDetails | null> {
    return this.#read(({ rows }) => rows.deliveries.one(id));
  }

  async overdue(customer: CustomerId, direction: Direction, createdBefore: number): Promise<readonly Delivery[]> {
    return this.#read(({ rows }) => rows.deliveries.overdue(customer, direction, createdBefore));
  }

  async awaitingReceipt(customer: CustomerId, range: ReceiptRange): Promise<readonly Delivery[]> {
    return this.#read(({ rows }) => rows.deliveries.awaitingReceipt(customer, range));
  }

  async timeline(
    customer: CustomerId,
    range: { readonly after: number; readonly limit: number },
  ): Promise<readonly TimelineEntry[]> {
    return this.#read(({ rows }) => rows.timeline.after(customer, range));
  }

  async beat(at: number): Promise<void> {
    const { writes, rows, epoch, step } = this.#open();
    if (step !== null) await writes.add(() => rows.ownership.beat(epoch, at));
  }

  async aliveAt(): Promise<number | null> {
    return this.#open().aliveAt;
  }

  async record(item: InboxItem): Promise<void> {
    const { writes, rows, work } = this.#open();
    await writes.add(() => rows.inbox.insert(item));
    work.notify();
  }

  async inbox(limit: number): Promise<readonly InboxItem[]> {
    return this.#read(({ rows }) => rows.inbox.list(limit));
  }

  onWork(handler: () => Promise<void>): () => void {
    return this.#open().work.add(handler);
  }

  async entry(scope: string, key: string): Promise<JsonValue | null> {
    return this.#read(({ rows }) => rows.entries.get(scope, key));
  }

  async entries(scope: string, range: EntryRange): Promise<readonly StorageEntry[]> {
    return this.#read(({ rows }) => rows.entries.list(scope, range));
  }

  async putEntries(scope: string, entries: Readonly<Record<string, JsonValue | null>>): Promise<void> {
    const { writes, rows } = this.#open();
    await writes.add(() => {
      for (const [key, value] of Object.entries(entries)) rows.entries.put(scope, key, value);
    });
  }

  async conversations(filter: ConversationFilter): Promise<readonly ConversationDetails[]> {
    return this.#read(({ rows }) => rows.conversations.list(filter));
  }

  async conversation(id: ConversationId): Promise<ConversationDetails | null> {
    return this.#read(({ rows }) => rows.conversations.one(id));
  }

  async messages(conversation: ConversationId): Promise<readonly Message[]> {
    return this.#read(({ rows }) => rows.messages.ofConversation(conversation));
  }

  async deliveries(filter: DeliveryFilter): Promise<readonly DeliveryDetails[]> {
    return this.#read(({ rows }) => rows.deliveries.list(filter));
  }

  async rekey(progress: (done: number, all: number) => void): Promise<void> {
    const { writes, step, cleaning, rekey } = this.#open();
    if (step === null) throw new TypeError('Only an owner encrypts anew');
    await writes.drain();
    rekey(progress);
    cleaning.note();
    await this.#clean();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#parts.work.close();
    await this.#parts.writes.drain();
    await this.#parts.turnover?.close();
    this.#parts.release();
  }

  async #forget(step: () => CommitResult): Promise<CommitResult> {
    const { writes, cleaning } = this.#parts;
    const result = await writes.add(step);
    cleaning.note();
    await this.#clean();
    return result;
  }

  /** Once nothing else moves the log. */
  async #clean(): Promise<void> {
    await this.#parts.turnover?.rest();
    if (!this.#closed) this.#parts.cleaning.finish();
  }

  #open(): SqliteStoreParts {
    if (this.#closed) throw new StoreUnavailableError('The store is closed.');
    return this.#parts;
  }

  #read<Result>(read: (parts: SqliteStoreParts) => Result): Result {
    const parts = this.#open();
    try {
      return read(parts);
    } catch (error) {
      throw isOwnFault(error) ? error : unavailable(error);
    }
  }
}
