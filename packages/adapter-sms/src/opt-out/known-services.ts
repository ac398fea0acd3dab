import type { AdapterStorage } from '@trunkline/core';

/** Which Messaging Service a number belongs to: what the config says, else what its messages have shown. */
export class KnownServices {
  readonly #storage: AdapterStorage;
  readonly #configured: string | null;
  readonly #known = new Map<string, string | null>();

  constructor(storage: AdapterStorage, configured: string | null) {
    this.#storage = storage;
    this.#configured = configured;
  }

  async of(ours: string): Promise<string | null> {
    if (this.#configured !== null) return this.#configured;
    const known = this.#known.get(ours);
    if (known !== undefined) return known;
    const kept = await this.#storage.get(keyOf(ours));
    const service = typeof kept === 'string' ? kept : null;
    this.#known.set(ours, service);
    return service;
  }

  /** A message to this number came in through a service. What tells of none tells nothing: lists leave it out. */
  async note(ours: string, service: string | null): Promise<void> {
    if (this.#configured !== null || service === null || (await this.of(ours)) === service) return;
    await this.#storage.put({ [keyOf(ours)]: service });
    this.#known.set(ours, service);
  }
}

function keyOf(ours: string): string {
  return `service/${ours}`;
}
