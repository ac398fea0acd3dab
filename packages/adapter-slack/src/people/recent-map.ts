import type { Clock } from '@trunkline/core';

export interface RecentMapOptions {
  readonly most: number;
  readonly forMs: number;
  readonly clock: Clock;
}

/** Remembers for a while, and not more than so many; the oldest go first. */
export class RecentMap<V> {
  readonly #options: RecentMapOptions;
  readonly #entries: Map<string, { readonly value: V; readonly until: number }> = new Map();

  constructor(options: RecentMapOptions) {
    this.#options = options;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.until > this.#options.clock.monotonic()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: V): void {
    const { most, forMs, clock } = this.#options;
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: clock.monotonic() + forMs });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= most) break;
      this.#entries.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
