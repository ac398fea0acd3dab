import type { Address, ChannelName, CustomerId } from './ids.ts';

/** One (channel, address): whoever is at the other end of one channel. */
export interface CustomerRef {
  readonly channel: ChannelName;
  readonly address: Address;
}

/** What a channel knows about a customer; shown to the agent. */
export interface CustomerProfile {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  /** Go out as string custom fields of the contact centre. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface Customer extends CustomerRef {
  readonly id: CustomerId;
}
