import type { Clock, Logger, NodeId, Store, StoreOptions } from '@trunkline/core';
import type { PlannedStore } from './plan.ts';

export interface StoreRuntime {
  readonly role: StoreOptions['role'];
  readonly node: NodeId;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Opens the store of a plan, with the keys of the config. */
export function openPlannedStore({ driver, url, encryptionKeys }: PlannedStore, runtime: StoreRuntime): Promise<Store> {
  return driver.open({ url, ...runtime, ...(encryptionKeys === undefined ? {} : { encryptionKeys }) });
}
