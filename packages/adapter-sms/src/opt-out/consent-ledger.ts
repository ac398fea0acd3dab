import type { AdapterStorage } from '@trunkline/core';
import type { Ends } from '../address.ts';
import { afterChange, type Consent, type ConsentChange, consentOf } from './consent.ts';
import type { KnownServices } from './known-services.ts';

/**
 * Who wants to be texted and who does not, by sender and customer, under `consent/<sender>/<customer>`: the sender is
 * the number or, for numbers of a Messaging Service, the service, since an opt-out counts for its whole pool.
 */
export class ConsentLedger {
  readonly #storage: AdapterStorage;
  readonly #services: KnownServices;
  /** Changes are made one after the other: each begins with what the one before has left. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(storage: AdapterStorage, services: KnownServices) {
    this.#storage = storage;
    this.#services = services;
  }

  /** The latest word, whether it was said to the number or to its service. */
  async read({ ours, theirs }: Ends): Promise<Consent | null> {
    const service = await this.#services.of(ours);
    const senders = service === null ? [ours] : [ours, service];
    const consents = await Promise.all(senders.map((sender) => this.#at(keyOf(sender, theirs))));
    return consents.reduce(
      (latest, one) => (one !== null && (latest === null || one.at >= latest.at) ? one : latest),
      null,
    );
  }

  /** Durable once it resolves, with what counts now. */
  async record({ ours, theirs }: Ends, change: ConsentChange): Promise<Consent> {
    const done = this.#writing.then(async () => {
      const key = keyOf((await this.#services.of(ours)) ?? ours, theirs);
      const before = await this.#at(key);
      const consent = afterChange(before, change);
      if (consent !== before) await this.#storage.put({ [key]: JSON.parse(JSON.stringify(consent)) });
      return consent;
    });
    this.#writing = done.catch(() => {});
    return await done;
  }

  async #at(key: string): Promise<Consent | null> {
    return consentOf(await this.#storage.get(key));
  }
}

function keyOf(sender: string, theirs: string): string {
  return `consent/${sender}/${theirs}`;
}
