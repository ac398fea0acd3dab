import type { AdapterStorage, Ledger } from '@trunkline/core';

/** What the adapter keeps for itself, as an audit may see it. */
export function readOnlyStorage({ storage }: Ledger): AdapterStorage {
  return {
    get: (key) => storage.get(key),
    list: (range) => storage.list(range),
    async put() {
      throw new TypeError('an audit only reads');
    },
  };
}
