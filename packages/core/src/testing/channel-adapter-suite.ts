import { testDeliveries } from './channel-adapter-suite-deliveries.ts';
import type { ChannelAdapterHarness } from './channel-adapter-suite-harness.ts';
import { testLife } from './channel-adapter-suite-life.ts';
import { testRequests } from './channel-adapter-suite-requests.ts';
import type { SuiteRunner } from './runner.ts';

/**
 * Proves that an adapter keeps the ChannelAdapter contract. The harness supplies the adapter, requests as its provider
 * makes them, and a double of its medium; the core's side is a FakeAdapterContext.
 */
export function testChannelAdapter(runner: SuiteRunner, harness: ChannelAdapterHarness): void {
  runner.describe('life of a channel adapter', () => testLife(runner, harness));
  if (harness.skip?.requests === undefined)
    runner.describe('requests to a channel adapter', () => testRequests(runner, harness));
  if (harness.skip?.deliveries === undefined)
    runner.describe('deliveries by a channel adapter', () => testDeliveries(runner, harness));
}
