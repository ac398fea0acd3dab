import {
  type AdapterCapabilities,
  type AdapterContext,
  type Address,
  type AuditRange,
  type ChannelAdapter,
  type ChannelReply,
  type ChannelRequest,
  type CheckPlace,
  type DeliverOutcome,
  type Difference,
  type Explanation,
  type Finding,
  type FindSentOutcome,
  type InboundMessage,
  type Inquiry,
  type Ledger,
  type Missed,
  NotAcceptingError,
  type OutboundDelivery,
  type Rate,
} from '@trunkline/core';
import { checkOffline } from './check/check-offline.ts';
import { explain } from './check/explain.ts';
import { createTextFit } from './format/text-fit.ts';
import { LOOK_EVERY_MS } from './missed/spans.ts';
import type { SlackOptions } from './options.ts';
import { rateOf } from './outgoing/rate.ts';
import type { RunningChannel } from './running-channel.ts';

const capabilities: AdapterCapabilities = {
  presence: 'structured',
  waiting: true,
  text: createTextFit(),
  deliverTimeoutMs: 15_000,
  // Slack repeats what was not acknowledged: looking is for what it gave up, and each look costs a call for each place.
  findReceivedEveryMs: LOOK_EVERY_MS,
  retryScheduleMs: [1_000, 2_000, 5_000, 15_000, 60_000, 300_000],
};

export class SlackAdapter implements ChannelAdapter {
  readonly capabilities: AdapterCapabilities = capabilities;
  readonly #options: SlackOptions;
  #running: RunningChannel | null = null;

  constructor(options: SlackOptions) {
    this.#options = options;
  }

  /** Slack's packages are many: they are loaded when a channel needs them. */
  async start(context: AdapterContext): Promise<void> {
    const { startChannel } = await import('./running-channel.ts');
    this.#running = await startChannel(this.#options, context);
  }

  async handle(request: ChannelRequest): Promise<ChannelReply> {
    return await this.#channel().handle(request);
  }

  async deliver(outbound: OutboundDelivery, signal: AbortSignal): Promise<DeliverOutcome> {
    return await this.#channel().deliver(outbound, signal);
  }

  async findSent(outbound: OutboundDelivery, signal: AbortSignal): Promise<FindSentOutcome> {
    return await this.#channel().findSent(outbound, signal);
  }

  findReceived(missed: Missed, signal: AbortSignal): AsyncIterable<InboundMessage> {
    return this.#channel().findReceived(missed, signal);
  }

  rate(address: Address): Rate | null {
    return rateOf(address);
  }

  async check(place: CheckPlace, signal: AbortSignal): Promise<readonly Finding[]> {
    const offline = checkOffline(this.#options, place);
    if (!place.online) return offline;
    const { checkOnline } = await import('./check/check-online.ts');
    return [...offline, ...(await checkOnline(this.#options, signal))];
  }

  async explain(inquiry: Inquiry): Promise<Explanation> {
    return explain(this.#options, inquiry);
  }

  async *audit(range: AuditRange, ledger: Ledger, signal: AbortSignal): AsyncIterable<Difference> {
    const { audit } = await import('./audit/audit.ts');
    yield* audit({ options: this.#options, range, ledger }, signal);
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.stop();
  }

  #channel(): RunningChannel {
    if (this.#running === null) throw new NotAcceptingError('The channel is not running.');
    return this.#running;
  }
}
