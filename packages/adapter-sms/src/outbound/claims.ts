import type { AdapterStorage, Address, DeliveryId, JsonValue } from '@trunkline/core';
import { InTurn } from '../inbound/in-turn.ts';

/** Callbacks of so many deliveries back are recognised as no news. */
const MOST = 5_000;
/** Of one customer: late callbacks of older deliveries must not push out what a search has to begin behind. */
const MOST_KEPT = 8;

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
  /** Each begins with what the one before has left. */
  readonly #inTurn = new InTurn();

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

  async keep(address: Address, claim: Claim): Promise<void> {
    await this.#inTurn.run(address, async () => {
      const others = (await this.kept(address)).filter(({ deliveryId }) => deliveryId !== claim.deliveryId);
      const claims = [...others, claim].slice(-MOST_KEPT).map(({ deliveryId, sid }) => ({ deliveryId, sid }));
      await this.#storage.put({ [keyOf(address)]: claims });
    });
  }

  /** In the order in which they came to be known, which need not be that of the messages. */
  async kept(address: Address): Promise<readonly Claim[]> {
    const kept = await this.#storage.get(keyOf(address));
    return [kept].flat().filter(isClaim);
  }
}

function isClaim(value: JsonValue): value is JsonValue & Claim {
  return value !== null && typeof value === 'object' && 'deliveryId' in value && 'sid' in value;
}

function keyOf(address: Address): string {
  return `sent/${address}`;
}
