import type { Address, AdapterStorage, DeliveryId } from '@trunkline/core';

/** Callbacks of so many deliveries back are recognised as no news. */
const MOST = 5_000;

export interface Claim {
  readonly deliveryId: DeliveryId;
  readonly sid: string;
}

/**
 * Which message of the provider's is whose. What the answer to a send told is committed with its settlement; what a
 * callback tells before that is kept here, so that the next search begins behind it.
 */
export class Claims {
  readonly #storage: AdapterStorage;
  readonly #answered = new Set<DeliveryId>();

  constructor(storage: AdapterStorage) {
    this.#storage = storage;
  }

  /** The send was answered: the engine knows. */
  answered(id: DeliveryId): void {
    this.#answered.add(id);
    const [oldest] = this.#answered;
    if (this.#answered.size > MOST && oldest !== undefined) this.#answered.delete(oldest);
  }

  isAnswered(id: DeliveryId): boolean {
    return this.#answered.has(id);
  }

  async keep(address: Address, { deliveryId, sid }: Claim): Promise<void> {
    await this.#storage.put({ [keyOf(address)]: { deliveryId, sid } });
  }

  async kept(address: Address): Promise<Claim | null> {
    const kept = await this.#storage.get(keyOf(address));
    return kept !== null && typeof kept === 'object' && 'sid' in kept ? (kept as unknown as Claim) : null;
  }
}

function keyOf(address: Address): string {
  return `sent/${address}`;
}
