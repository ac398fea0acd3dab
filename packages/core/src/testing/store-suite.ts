import type { SuiteRunner } from './runner.ts';
import { testStoreBeats } from './store-suite-beats.ts';
import { testStoreCommits } from './store-suite-commits.ts';
import { testStoreDeliveries } from './store-suite-deliveries.ts';
import { testStoreEntries } from './store-suite-entries.ts';
import { testStoreGroups } from './store-suite-groups.ts';
import type { StoreHarness } from './store-suite-harness.ts';
import { testStoreInbox } from './store-suite-inbox.ts';
import { testStoreLanes } from './store-suite-lanes.ts';
import { testStoreListings } from './store-suite-listings.ts';
import { testStoreOwnership } from './store-suite-ownership.ts';
import { testStoreReceipts } from './store-suite-receipts.ts';
import { testStoreRecognition } from './store-suite-recognition.ts';
import { testStoreUpkeep } from './store-suite-upkeep.ts';

/** The conformance suite of the Store contract. Every test gets a database of its own. */
export function testStore(runner: SuiteRunner, harness: StoreHarness): void {
  runner.describe('a store', () => {
    runner.describe('commits', () => testStoreCommits(runner, harness));
    runner.describe('recognises', () => testStoreRecognition(runner, harness));
    runner.describe('owns', () => testStoreOwnership(runner, harness));
    runner.describe('tells when an owner was last alive', () => testStoreBeats(runner, harness));
    runner.describe('keeps deliveries', () => testStoreDeliveries(runner, harness));
    runner.describe('knows receipts', () => testStoreReceipts(runner, harness));
    runner.describe('keeps lanes in order', () => testStoreLanes(runner, harness));
    runner.describe('takes many commits at once', () => testStoreGroups(runner, harness));
    runner.describe('keeps an inbox', () => testStoreInbox(runner, harness));
    runner.describe('keeps entries', () => testStoreEntries(runner, harness));
    runner.describe('removes', () => testStoreUpkeep(runner, harness));
    runner.describe('lists', () => testStoreListings(runner, harness));
  });
}
