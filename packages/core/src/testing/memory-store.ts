import type {
  Commit,
  CommitResult,
  ConversationDetails,
  ConversationFilter,
  CustomerRecord,
  DeliveryChange,
  DeliveryDetails,
  InboxItem,
  SeenKey,
  Store,
} from '../contracts/store.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Customer, CustomerRef } from '../domain/customer.ts';
import type { Delivery, Direction } from '../domain/delivery.ts';
import { StoreUnavailableError } from '../domain/errors.ts';
import type { ConversationId, CustomerId, DeliveryId } from '../domain/ids.ts';
import type { JsonValue } from '../domain/json.ts';
import type { Message } from '../domain/message.ts';
import type { TimelineEntry } from '../domain/timeline.ts';
import { awaiting, changed, isCarriedOver, isOutstanding, wanted } from './memory-deliveries.ts';
import { entriesOf } from './memory-entries.ts';
import { forget, upkeepOf } from './memory-upkeep.ts';

interface Row {
  readonly customer: Customer;
  version: number;
  state: JsonValue;
  active: boolean;
}

/** What outlives a process: hand the same one to the next store to have it restart where the last one stopped. */
export class MemoryDisk {
  epoch: number = 0;
  /** The last beat of an owner. */
  beatAt: number | null = null;
  readonly customers: Map<CustomerId, Row> = new Map();
  readonly names: Map<string, CustomerId> = new Map();
  readonly seen: Map<string, SeenKey> = new Map();
  readonly conversations: Map<ConversationId, Conversation> = new Map();
  readonly messages: Message[] = [];
  readonly deliveries: Map<DeliveryId, Delivery> = new Map();
  readonly timeline: Map<CustomerId, TimelineEntry[]> = new Map();
  readonly inbox: Map<string, InboxItem> = new Map();
  readonly entries: Map<string, Map<string, JsonValue>> = new Map();
  /** As a store tells it. */
  timelineFloor: number = 0;
  /** Those who want to hear of new inbox items, whichever store they came through. */
  readonly workers: Set<() => void> = new Set();
}

/** A store that lives as long as its disk does; for tests, and for trying an adapter without a database. */
export function createMemoryStore(disk: MemoryDisk = new MemoryDisk(), role: 'owner' | 'reader' = 'owner'): Store {
  if (role === 'owner') disk.epoch += 1;
  const epoch = role === 'owner' ? disk.epoch : 0;
  const aliveAt = disk.beatAt;
  const workers = new Set<() => void>();
  let closed = false;

  function open(): void {
    if (closed) throw new StoreUnavailableError('The store is closed.');
  }

  function details(delivery: Delivery): DeliveryDetails {
    const customer = customerOf(delivery.customerId);
    return { ...delivery, channel: customer.channel, address: customer.address };
  }

  function customerOf(id: CustomerId): Customer {
    const row = disk.customers.get(id);
    if (row === undefined) throw new TypeError(`no customer ${id}`);
    return row.customer;
  }

  function record(row: Row | undefined): CustomerRecord | null {
    if (row === undefined) return null;
    const { customer, version, state } = row;
    const outstanding = [...disk.deliveries.values()].filter(
      (delivery) => delivery.customerId === customer.id && isOutstanding(delivery),
    );
    return { customer, epoch, version, state, outstanding };
  }

  function pending(id: CustomerId, direction: Direction): Delivery[] {
    return [...disk.deliveries.values()]
      .filter((one) => one.customerId === id && one.direction === direction && one.state === 'pending')
      .sort((a, b) => a.seq - b.seq);
  }

  /** A step that takes in, numbers or creates twice is a mistake of whoever made it: nothing of it is done. */
  function refuse({ customer, seen = [], timeline = [], enqueue = [] }: Commit): void {
    const numbered = new Set((disk.timeline.get(customer.id) ?? []).map(({ number }) => number));
    const keys = seen.map(({ scope, key }) => seenKey(customer.id, scope, key));
    if (
      isUsed(disk.seen, keys) ||
      isUsed(
        numbered,
        timeline.map(({ number }) => number),
      ) ||
      isUsed(
        disk.deliveries,
        enqueue.map(({ id }) => id),
      )
    )
      throw new TypeError('a key, a timeline number or the id of a delivery is used twice');
  }

  function change(customer: CustomerId, wish: DeliveryChange): void {
    const delivery = disk.deliveries.get(wish.id);
    if (delivery?.customerId === customer) disk.deliveries.set(wish.id, changed(delivery, wish));
  }

  function apply(commit: Commit): CommitResult {
    const { customer } = commit;
    const row = disk.customers.get(customer.id);
    if (
      role === 'reader' ||
      epoch !== disk.epoch ||
      (row?.version ?? 0) !== commit.version ||
      (row && commit.epoch !== epoch)
    )
      return { outcome: 'fenced' };
    refuse(commit);
    if (row === undefined) {
      if (disk.names.has(nameOf(customer))) return { outcome: 'fenced' };
      disk.customers.set(customer.id, { customer, version: 1, state: commit.state, active: commit.active });
      disk.names.set(nameOf(customer), customer.id);
    } else {
      Object.assign(row, { version: row.version + 1, state: commit.state, active: commit.active });
    }
    for (const one of commit.seen ?? []) disk.seen.set(seenKey(customer.id, one.scope, one.key), one);
    for (const one of commit.conversations ?? []) disk.conversations.set(one.id, one);
    disk.messages.push(...(commit.messages ?? []));
    for (const one of commit.enqueue ?? []) disk.deliveries.set(one.id, one);
    for (const one of commit.change ?? []) change(customer.id, one);
    const { carryOver } = commit;
    if (carryOver !== undefined)
      for (const one of disk.deliveries.values())
        if (isCarriedOver(one, customer.id, carryOver.from))
          disk.deliveries.set(one.id, { ...one, conversationId: carryOver.to });
    const claimed: Delivery[] = [];
    for (const { direction, landsUntil, conversation } of commit.claim ?? []) {
      const head = pending(customer.id, direction).find(
        (one) => conversation === undefined || one.conversationId === conversation,
      );
      if (head === undefined) continue;
      const sending: Delivery = { ...head, state: 'sending', attempts: head.attempts + 1, landsUntil };
      disk.deliveries.set(head.id, sending);
      claimed.push(sending);
    }
    const entries = disk.timeline.get(customer.id) ?? [];
    disk.timeline.set(customer.id, entries);
    entries.push(...(commit.timeline ?? []));
    for (const alias of commit.aliases ?? [])
      disk.names.set(nameOf({ channel: customer.channel, address: alias }), customer.id);
    if (commit.inbox !== undefined) disk.inbox.delete(commit.inbox);
    if (commit.forget !== undefined) forget(disk, customer.id, commit.forget.timelineNumber);
    return { outcome: 'committed', epoch, claimed };
  }

  return {
    ownedUntil: () => (closed || role === 'reader' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY),
    async load(ref) {
      open();
      const id = disk.names.get(nameOf(ref));
      return id === undefined ? null : record(disk.customers.get(id));
    },
    async loadById(id) {
      open();
      return record(disk.customers.get(id));
    },
    async active({ after, limit }) {
      open();
      return [...disk.customers.values()]
        .filter((row) => row.active && (after === null || row.customer.id > after))
        .sort((a, b) => (a.customer.id < b.customer.id ? -1 : 1))
        .slice(0, limit)
        .flatMap((row) => record(row) ?? []);
    },
    async seen(customer, scope, keys) {
      open();
      return new Map(
        keys.flatMap((key) => {
          const found = disk.seen.get(seenKey(customer, scope, key));
          return found === undefined ? [] : [[key, found] as const];
        }),
      );
    },
    async commit(commit) {
      open();
      // As through a file: what is kept shares nothing with what was handed in.
      return structuredClone(apply(structuredClone(commit)));
    },
    async delivery(id) {
      open();
      const delivery = disk.deliveries.get(id);
      return delivery === undefined ? null : details(delivery);
    },
    async overdue(customer, direction, createdBefore) {
      open();
      return pending(customer, direction).filter(({ createdAt }) => createdAt < createdBefore);
    },
    async awaitingReceipt(customer, range) {
      open();
      return awaiting(
        [...disk.deliveries.values()].filter(({ customerId }) => customerId === customer),
        range,
      );
    },
    async timeline(customer, { after, limit }) {
      open();
      return (disk.timeline.get(customer) ?? []).filter(({ number }) => number > after).slice(0, limit);
    },
    async beat(at) {
      open();
      if (role === 'owner' && epoch === disk.epoch) disk.beatAt = at;
    },
    async aliveAt() {
      open();
      return aliveAt;
    },
    async record(item) {
      open();
      disk.inbox.set(item.id, item);
      for (const wake of disk.workers) wake();
    },
    async inbox(limit) {
      open();
      return [...disk.inbox.values()].slice(0, limit);
    },
    onWork(handler) {
      let running: Promise<void> = Promise.resolve();
      const wake = () => {
        running = running.then(handler).catch(() => {});
      };
      workers.add(wake);
      disk.workers.add(wake);
      return () => {
        workers.delete(wake);
        disk.workers.delete(wake);
      };
    },
    ...entriesOf(disk.entries, open),
    ...upkeepOf(disk, { role, open }),
    async conversations(filter) {
      open();
      return [...disk.conversations.values()]
        .filter((one) => matches(one, filter))
        .sort((a, b) => b.openedAt - a.openedAt)
        .slice(0, filter.limit)
        .map(withAddress);
    },
    async conversation(id) {
      open();
      const found = disk.conversations.get(id);
      return found === undefined ? null : withAddress(found);
    },
    async messages(conversation) {
      open();
      return disk.messages.filter(({ conversationId }) => conversationId === conversation);
    },
    async deliveries(filter) {
      open();
      const found = [...disk.deliveries.values()].filter((one) => wanted(one, filter));
      if (filter.newestFirst === true) found.reverse();
      return found.slice(0, filter.limit).map(details);
    },
    async close() {
      closed = true;
      for (const wake of workers) disk.workers.delete(wake);
    },
  };

  function withAddress(conversation: Conversation): ConversationDetails {
    return { ...conversation, address: customerOf(conversation.customerId).address };
  }
}

function matches(conversation: Conversation, { state, channel }: ConversationFilter): boolean {
  return (
    (state === undefined || conversation.state === state) && (channel === undefined || conversation.channel === channel)
  );
}

/** Whether any of these is taken, or there twice. */
function isUsed<Key>(taken: { has(key: Key): boolean }, keys: readonly Key[]): boolean {
  return new Set(keys).size < keys.length || keys.some((key) => taken.has(key));
}

function nameOf({ channel, address }: CustomerRef): string {
  return `${channel}\n${address}`;
}

function seenKey(customer: CustomerId, scope: string, key: string): string {
  return `${customer}\n${scope}\n${key}`;
}
