import assert from 'node:assert/strict';
import type { ChannelAdapter, ChannelReply, ChannelRequest } from '../contracts/channel-adapter.ts';
import { TrunklineError } from '../domain/errors.ts';
import type { Address } from '../domain/ids.ts';
import type { FakeAdapterContext } from './fake-adapter-context.ts';

/** What an adapter brings along to be tested. */
export interface ChannelAdapterHarness {
  /** A fresh adapter, not yet started, with a fresh double of its medium. Called once for each test. */
  setUp(): Promise<AdapterUnderTest>;
  /** Sections that do not apply to this adapter, each with the reason. */
  readonly skip?: Partial<Record<SuiteSection, string>>;
}

/** `requests`: what providers send to `handle`; `forgery`: requests with a wrong signature or key; `deliveries`: `deliver`. */
export type SuiteSection = 'requests' | 'forgery' | 'deliveries';

export interface AdapterUnderTest {
  readonly adapter: ChannelAdapter;
  readonly context: FakeAdapterContext;
  /** A customer of this medium. */
  readonly address: Address;
  readonly requests?: ProviderRequests;
  readonly medium?: MediumDouble;
  /** What the adapter knows and must never tell a log or an outcome. */
  readonly secrets: readonly string[];
  /** Closes the medium's double. The adapter is stopped before. */
  tearDown(): Promise<void>;
}

/** Requests as the medium's provider makes them. Each call makes a new one. */
export interface ProviderRequests {
  /** Valid; carries what the customer said. The same id again is the provider's retry. */
  message(message: { readonly id: string; readonly text: string }): ChannelRequest;
  /** Fine but for their signature or key. */
  forged(): readonly ChannelRequest[];
  /** Authentic, but nothing that can be understood. */
  malformed(): readonly ChannelRequest[];
}

/** The outside as `deliver` meets it. Each call decides about the attempts that follow. */
export interface MediumDouble {
  /** Texts of the messages that reached it, one for each attempt. */
  texts(): readonly string[];
  accepts(): void | Promise<void>;
  /** Answers 400, or whatever says that this message was certainly not taken. */
  refuses(): void | Promise<void>;
  /** Answers 500, or whatever leaves open what became of the message. */
  fails(): void | Promise<void>;
  /** Refuses connections. */
  unreachable(): void | Promise<void>;
  /** Takes a message and keeps silent; `reached` resolves when it has one. */
  neverAnswers(): { readonly reached: Promise<void> };
}

/** Runs one test with a started adapter; whatever happens in it, no secret may reach a log. */
export async function withAdapter(
  harness: ChannelAdapterHarness,
  test: (under: AdapterUnderTest) => Promise<void>,
): Promise<void> {
  const under = await harness.setUp();
  try {
    await under.adapter.start(under.context);
    try {
      await test(under);
    } finally {
      await under.adapter.stop();
    }
  } finally {
    await under.tearDown();
  }
  assertNoSecrets(under, under.context.logs, 'a log line');
  if (under.adapter.capabilities.receipts !== true)
    assert.deepEqual(under.context.receipts, [], 'receipts of an adapter that declares none');
}

export function assertNoSecrets(under: AdapterUnderTest, told: unknown, where: string): void {
  const text = JSON.stringify(told, (_key, value: unknown) =>
    value instanceof Error ? { ...value, message: value.message, stack: value.stack, cause: value.cause } : value,
  );
  // The secret itself stays out of the assertion's message too.
  under.secrets.forEach((secret, index) => {
    assert.ok(!text.includes(JSON.stringify(secret).slice(1, -1)), `${where} contains secret number ${index}`);
  });
}

/** Hands a request to the adapter as a host does: what it throws becomes a 503 or a 500. */
export async function answer(adapter: ChannelAdapter, request: ChannelRequest): Promise<ChannelReply> {
  try {
    return await adapter.handle(request);
  } catch (error) {
    if (error instanceof TrunklineError && error.retryAfterMs !== undefined)
      return { status: 503, headers: { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) } };
    return { status: 500 };
  }
}

export function isSuccess(reply: ChannelReply): boolean {
  return reply.status >= 200 && reply.status < 300;
}

export function header(reply: ChannelReply, name: string): string | undefined {
  return Object.entries(reply.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

export function requestsOf(under: AdapterUnderTest): ProviderRequests {
  assert.ok(under.requests, 'the harness supplies no requests and names no reason in `skip.requests`');
  return under.requests;
}

export function mediumOf(under: AdapterUnderTest): MediumDouble {
  assert.ok(under.medium, 'the harness supplies no medium and names no reason in `skip.deliveries`');
  return under.medium;
}
