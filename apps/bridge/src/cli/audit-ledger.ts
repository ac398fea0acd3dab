import {
  type AdapterStorage,
  type AuditRange,
  type ConversationDetails,
  type DeliveryState,
  type Ledger,
  type LedgerConversation,
  type LedgerEntry,
  presentAddress,
  type Store,
  storageScope,
} from '@trunkline/core';

const MOST = 100_000;
const PAGE = 1_000;
const UNSETTLED: readonly DeliveryState[] = ['pending', 'sending', 'unknown', 'waiting'];
/** Under which scope the engine keeps the providers' ids of what customers did. */
const RECEIVED = 'customer';

/** What the store says of one channel, for its adapter to compare. */
export function createLedger(store: Store, range: AuditRange): Ledger {
  return {
    conversations: () => conversationsIn(store, range),
    sent: () => sentIn(store, range),
    async received(address, id) {
      const record = await store.load({ channel: range.channel, address });
      return record !== null && (await store.seen(record.customer.id, RECEIVED, [id])).size > 0;
    },
    storage: readOnly(store, range),
  };
}

async function* conversationsIn(store: Store, range: AuditRange): AsyncIterable<LedgerConversation> {
  for await (const { id, address, openedAt, endedAt } of inRange(store, range)) {
    const deliveries = await store.deliveries({ conversationId: id, states: UNSETTLED, limit: MOST });
    const underWay = deliveries.some(({ direction }) => direction === 'toCustomer');
    yield { id, address, openedAt, endedAt, underWay };
  }
}

async function* sentIn(store: Store, range: AuditRange): AsyncIterable<LedgerEntry> {
  for await (const { id, address } of inRange(store, range)) {
    const deliveries = await store.deliveries({ conversationId: id, limit: MOST });
    for (const { direction, settledAt, ...delivery } of deliveries) {
      if (direction !== 'toCustomer' || settledAt === null || settledAt < range.since) continue;
      const { state, remoteKey, conversationId } = delivery;
      yield { id: delivery.id, state, remoteKey, conversationId, address, settledAt };
    }
  }
}

/** Each with the address by which its customer is reached now. */
async function* inRange(store: Store, range: AuditRange): AsyncIterable<ConversationDetails> {
  const conversations = await store.conversations({ channel: range.channel, limit: MOST });
  for (const one of conversations.filter((each) => overlaps(each, range))) {
    const record = await store.loadById(one.customerId);
    yield record === null ? one : { ...one, address: presentAddress(record) };
  }
}

function overlaps({ openedAt, endedAt }: ConversationDetails, { since, until }: AuditRange): boolean {
  return openedAt <= until && (endedAt === null || endedAt >= since);
}

function readOnly(store: Store, { channel }: AuditRange): Pick<AdapterStorage, 'get' | 'list'> {
  const scope = storageScope(channel);
  return {
    get: (key) => store.entry(scope, key),
    list: ({ prefix = '', after, limit = PAGE } = {}) =>
      store.entries(scope, { prefix, after: after ?? null, limit: Math.min(limit, PAGE) }),
  };
}
