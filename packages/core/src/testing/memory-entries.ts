import type { StorageEntry } from '../contracts/channel-adapter.ts';
import type { EntryRange, Store } from '../contracts/store.ts';
import type { JsonValue } from '../domain/json.ts';

/** A range of what is kept by key, in the order of keys. */
export function entriesIn(kept: ReadonlyMap<string, JsonValue>, { prefix, after, limit }: EntryRange): StorageEntry[] {
  return [...kept]
    .filter(([key]) => key.startsWith(prefix) && (after === null || key > after))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([key, value]) => ({ key, value: structuredClone(value) }));
}

/** Keeps or removes each of them. */
export function putIn(kept: Map<string, JsonValue>, entries: Readonly<Record<string, JsonValue | null>>): void {
  for (const [key, value] of Object.entries(entries)) {
    if (value === null) kept.delete(key);
    else kept.set(key, structuredClone(value));
  }
}

/** What a store in memory keeps by scope and key. `check` throws once it is closed. */
export function entriesOf(
  scopes: Map<string, Map<string, JsonValue>>,
  check: () => void,
): Pick<Store, 'entry' | 'entries' | 'putEntries'> {
  return {
    async entry(scope, key) {
      check();
      return structuredClone(scopes.get(scope)?.get(key) ?? null);
    },
    async entries(scope, range) {
      check();
      return entriesIn(scopes.get(scope) ?? new Map(), range);
    },
    async putEntries(scope, entries) {
      check();
      const kept = scopes.get(scope) ?? new Map<string, JsonValue>();
      scopes.set(scope, kept);
      putIn(kept, entries);
    },
  };
}
