import type { AdapterContext, Address } from '@trunkline/core';
import { decodeAddress, encodeAddress, isProvisional, type ThreadPlace } from '../address.ts';

const PREFIX = 'channel/';

/**
 * Channels that Slack has given another id (as when they become shared). Addresses keep the first one that was seen, so
 * that a conversation stays one; Slack is called with the present one.
 */
export class ChannelIds {
  readonly #storage: AdapterContext['storage'];
  /** By `team/present id`. */
  readonly #first: Map<string, string> = new Map();
  /** By `team/first id`. */
  readonly #present: Map<string, string> = new Map();

  constructor({ storage }: Pick<AdapterContext, 'storage'>) {
    this.#storage = storage;
  }

  async load(): Promise<void> {
    for (const { key, value } of await this.#storage.list({ prefix: PREFIX }))
      if (typeof value === 'string') this.#remember(key.slice(PREFIX.length), value);
  }

  /** Durable before it counts. */
  async rename(team: string, { from, to }: { readonly from: string; readonly to: string }): Promise<void> {
    const first = this.#first.get(`${team}/${from}`) ?? from;
    await this.#storage.put({ [`${PREFIX}${team}/${to}`]: first });
    this.#remember(`${team}/${to}`, first);
  }

  /** By which it was seen first, which is what somebody may have written into the config. */
  firstOf(team: string, channel: string): string {
    return this.#first.get(`${team}/${channel}`) ?? channel;
  }

  addressOf(place: ThreadPlace): Address {
    return encodeAddress({ ...place, channel: this.firstOf(place.team, place.channel) });
  }

  /** The same place by the name that Slack knows it by now. */
  present(address: Address): Address {
    const place = decodeAddress(address);
    if (place === null) return address;
    const channel = this.#present.get(`${place.team}/${place.channel}`);
    if (channel === undefined) return address;
    return isProvisional(place) ? encodeAddress({ ...place, channel }) : encodeAddress({ ...place, channel });
  }

  #remember(presentKey: string, first: string): void {
    const [team = '', present = ''] = presentKey.split('/');
    this.#first.set(presentKey, first);
    this.#present.set(`${team}/${first}`, present);
  }
}
