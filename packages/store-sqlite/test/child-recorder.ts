import { customerId, nodeId, systemClock } from '@trunkline/core';
import { storeDriver } from '../src/store-driver.ts';

/** Leaves one item in the inbox, as the command line does, and ends. */
export async function main(url: string, id: string): Promise<void> {
  const quiet = (): void => {};
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const reader = await storeDriver.open({ url, role: 'reader', node: nodeId('cli'), clock: systemClock, logger });
  await reader.record({ id, customerId: customerId('ada'), at: 1, event: null });
  await reader.close();
  console.log('recorded');
}
