import { nodeId, type Store, type StoreOptions, systemClock } from '@trunkline/core';
import { storeDriver } from '../src/store-driver.ts';

const quiet = (): void => {};
const logger: StoreOptions['logger'] = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** Owns a database until it is killed. */
export async function main(url: string): Promise<void> {
  await ownedBy('child', url);
  console.log('open');
  setInterval(quiet, 60_000);
}

export async function ownedBy(node: string, url: string): Promise<Store> {
  return storeDriver.open({ url, role: 'owner', node: nodeId(node), clock: systemClock, logger });
}
