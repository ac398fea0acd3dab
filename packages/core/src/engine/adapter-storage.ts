import type { AdapterStorage, StorageRange } from '../contracts/channel-adapter.ts';
import type { Store } from '../contracts/store.ts';
import type { ChannelName } from '../domain/ids.ts';

const PAGE = 1_000;

/** In which scope of the store an adapter keeps what is its own; open to commands that show or export it. */
export function storageScope(channel: ChannelName): string {
  return `channel/${channel}`;
}

/** What one channel's adapter keeps, apart from every other channel's. */
export function createAdapterStorage(store: Store, channel: ChannelName): AdapterStorage {
  const scope = storageScope(channel);
  return {
    get: (key) => store.entry(scope, key),
    put: (entries) => store.putEntries(scope, entries),
    list: ({ prefix = '', after, limit = PAGE }: StorageRange = {}) =>
      store.entries(scope, { prefix, after: after ?? null, limit: Math.min(limit, PAGE) }),
  };
}
