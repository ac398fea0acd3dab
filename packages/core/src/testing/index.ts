export { testChannelAdapter } from './channel-adapter-suite.ts';
export type {
  AdapterUnderTest,
  ChannelAdapterHarness,
  MediumDouble,
  ProviderRequests,
  SuiteSection,
} from './channel-adapter-suite-harness.ts';
export {
  channelRequest,
  failureDelivery,
  messageDelivery,
  type SampleRequest,
  statusDelivery,
} from './channel-adapter-suite-samples.ts';
export { testContactCenter } from './contact-center-suite.ts';
export type {
  ContactCenterHarness,
  ContactCenterUnderTest,
  RemoteAgent,
  RemoteWords,
} from './contact-center-suite-harness.ts';
export { type EngineSuiteHarness, testEngine } from './engine-suite.ts';
export {
  FakeAdapterContext,
  type FakeAdapterContextOptions,
  type HeldReceive,
  type LogLine,
} from './fake-adapter-context.ts';
export { ManualClock, settle } from './manual-clock.ts';
export { createMemoryStore, MemoryDisk } from './memory-store.ts';
export type { SuiteRunner } from './runner.ts';
export { testStore } from './store-suite.ts';
export type { StoreDatabase, StoreHarness } from './store-suite-harness.ts';
export { CustomerSteps, customerOf, knownCustomer } from './store-suite-samples.ts';
