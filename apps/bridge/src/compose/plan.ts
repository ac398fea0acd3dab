import type { ChannelAdapter, ChannelSetup, StoreDriver } from '@trunkline/core';
import type { BridgeConfig, ContactCenterConfig } from '../config/config.ts';
import type { CreateContactCenter } from '../wiring.ts';

/** Everything that `start` needs, checked; nothing of it is open yet. */
export interface BridgePlan {
  readonly config: BridgeConfig;
  /** Of the config file; what paths in it are relative to. */
  readonly folder: string;
  readonly store: PlannedStore;
  readonly contactCenters: readonly PlannedContactCenter[];
  readonly channels: readonly PlannedChannel[];
}

export interface PlannedStore {
  readonly driver: StoreDriver;
  readonly url: string;
  readonly encryptionKeys?: readonly string[];
}

/** What reading the store needs. */
export interface PlannedReader {
  readonly store: PlannedStore;
  readonly config: BridgeConfig;
}

/** One set of contact centre settings; channels that share it share the contact centre. */
export interface PlannedContactCenter {
  /** The transport's name, with a suffix where a channel has settings of its own. */
  readonly name: string;
  readonly settings: ContactCenterConfig;
  readonly create: CreateContactCenter;
  readonly apiUrl: string;
}

export interface PlannedChannel extends Omit<ChannelSetup, 'adapter'> {
  readonly adapter: ChannelAdapter;
  /** As written in the config. */
  readonly adapterName: string;
  /** It is not one of ours. */
  readonly foreign: boolean;
}
