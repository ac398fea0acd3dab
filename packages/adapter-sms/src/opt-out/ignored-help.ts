import type { AdapterStorage } from '@trunkline/core';
import type { Ends } from '../address.ts';

const MOST = 20;

/**
 * Calls for HELP that were left to the provider, since no chat was open. They are remembered, so that one that is
 * found in the list later, when a chat is open, is not taken for a word to the agent.
 */
export class IgnoredHelp {
  readonly #storage: AdapterStorage;

  constructor(storage: AdapterStorage) {
    this.#storage = storage;
  }

  async has(ends: Ends, sid: string): Promise<boolean> {
    return (await this.#sids(ends)).includes(sid);
  }

  async add(ends: Ends, sid: string): Promise<void> {
    await this.#storage.put({ [keyOf(ends)]: [...(await this.#sids(ends)), sid].slice(-MOST) });
  }

  async #sids(ends: Ends): Promise<readonly string[]> {
    const kept = await this.#storage.get(keyOf(ends));
    return Array.isArray(kept) ? kept.filter((sid) => typeof sid === 'string') : [];
  }
}

function keyOf({ ours, theirs }: Ends): string {
  return `help/${ours}/${theirs}`;
}
