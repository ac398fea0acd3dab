import {
  type ConversationDetails,
  type DeliveryDetails,
  type InboxItem,
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
  deliveries: readonly DeliveryDetails[] = [];
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
      conversations: async ({ state, limit }) =>
        this.conversations.filter((one) => state === undefined || one.state === state).slice(0, limit),
      conversation: async (id) => this.conversations.find((one) => one.id === id) ?? null,
      messages: async () => [],
      deliveries: async ({ states, conversationId, limit }) =>
        this.deliveries
          .filter((one) => states === undefined || states.includes(one.state))
          .filter((one) => conversationId === undefined || one.conversationId === conversationId)
          .slice(0, limit),
      record: async (item) => void this.recorded.push(item),
      close: async () => {
        this.closed += 1;
      },
    };
  }
}

export const LOCKED: StoreOpenError = new StoreOpenError('store.locked', 'Another bridge is running on this file.');
