import type { AdapterStorage } from '../contracts/channel-adapter.ts';
import type { JsonValue } from '../domain/json.ts';
import { entriesIn, putIn } from './memory-entries.ts';

/** Keeps what an adapter keeps in a map. `allow` throws while nothing can be kept. */
export function createMemoryStorage(kept: Map<string, JsonValue>, allow: () => void): AdapterStorage {
  return {
    async get(key) {
      allow();
      return structuredClone(kept.get(key) ?? null);
    },
    async put(entries) {
      allow();
      putIn(kept, entries);
    },
    async list({ prefix = '', after = null, limit = 1_000 } = {}) {
      allow();
      return entriesIn(kept, { prefix, after, limit });
    },
  };
}
