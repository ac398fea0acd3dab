import { randomUUID } from 'node:crypto';
import { type Logger, nodeId, type Store } from '@trunkline/core';
import { openPlannedStore } from '../compose/open-planned-store.ts';
import { planReader } from '../compose/plan-bridge.ts';
import type { BridgeConfig } from '../config/config.ts';
import type { CliIo } from './io.ts';
import { withProgress } from './progress.ts';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Opens the config's store beside whoever owns it, for as long as the work takes. */
export async function withReader<T>(
  file: string,
  io: CliIo,
  work: (store: Store, config: BridgeConfig) => Promise<T>,
): Promise<T> {
  const { store: planned, config } = await planReader({ file, cwd: io.cwd }, io.environment, io.wiring);
  return withProgress(io, 'reading the store', async () => {
    const node = nodeId(randomUUID());
    const store = await openPlannedStore(planned, { role: 'reader', node, clock: io.clock, logger: silent });
    try {
      return await work(store, config);
    } finally {
      await store.close();
    }
  });
}
