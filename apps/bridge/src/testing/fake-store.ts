import {
  type ConversationDetails,
  type DeliveryDetails,
  type InboxItem,
  type JsonValue,
  type Message,
  type Store,
  type StoreDriver,
  StoreOpenError,
  type StoreOptions,
} from '@trunkline/core';

/** A driver over lists that the test fills. Only what the bridge itself asks for is there. */
export class FakeStore {
  readonly opened: StoreOptions[] = [];
  readonly recorded: InboxItem[] = [];
  closed = 0;
  conversations: readonly ConversationDetails[] = [];
  /** In the order of creation. */
  deliveries: readonly DeliveryDetails[] = [];
  messages: readonly Message[] = [];
  /** By scope and key. */
  readonly entries = new Map<string, ReadonlyMap<string, JsonValue>>();
  refusal: StoreOpenError | null = null;

  readonly driver: StoreDriver = {
    scheme: 'sqlite',
    open: async (options) => {
      if (this.refusal !== null) throw this.refusal;
      this.opened.push(options);
      return this.#store() as Store;
    },
  };

  #store(): Partial<Store> {
    return {
      conversations: async ({ state, channel, limit }) =>
        this.conversations
          .filter((one) => state === undefined || one.state === state)
          .filter((one) => channel === undefined || one.channel === channel)
          .slice(0, limit),
      conversation: async (id) => this.conversations.find((one) => one.id === id) ?? null,
      messages: async () => this.messages,
      delivery: async (id) => this.deliveries.find((one) => one.id === id) ?? null,
      deliveries: async ({ states, conversationId, newestFirst = false, limit }) =>
        (newestFirst ? this.deliveries.toReversed() : this.deliveries)
          .filter((one) => states === undefined || states.includes(one.state))
          .filter((one) => conversationId === undefined || one.conversationId === conversationId)
          .slice(0, limit),
      entries: async (scope, { prefix, after, limit }) =>
        [...(this.entries.get(scope) ?? [])]
          .map(([key, value]) => ({ key, value }))
          .filter(({ key }) => key.startsWith(prefix) && key > (after ?? ''))
          .sort((one, other) => (one.key < other.key ? -1 : 1))
          .slice(0, limit),
      unaccounted: async () => 0,
      record: async (item) => void this.recorded.push(item),
      close: async () => {
        this.closed += 1;
      },
    };
  }
}

export const LOCKED: StoreOpenError = new StoreOpenError('store.locked', 'Another bridge is running on this file.');
