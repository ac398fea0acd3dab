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
  type MissedEnding,
  NotAcceptingError,
  type OutboundDelivery,
  type Rate,
} from '@trunkline/core';
import { endsOf } from './address.ts';
import { audit } from './audit/audit.ts';
import { check } from './check/check.ts';
import { explain } from './check/explain.ts';
import type { SmsOptions } from './options.ts';
import { type Plan, planOf } from './plan.ts';
import type { LoadProvider } from './provider/provider.ts';
import { loadTwilio } from './provider/twilio/load-twilio.ts';
import { RunningChannel } from './running-channel.ts';
import { fitText } from './text/fit-text.ts';

const DELIVER_MS = 15_000;
const RETRY_MS = [1_000, 5_000, 15_000, 60_000, 300_000];

/** Without numbers the channel has all of its account. */
function ownNames({ account: { accountSid }, numbers }: Plan): readonly string[] {
  return numbers === null ? [accountSid] : numbers.map((number) => `${accountSid}/${number}`);
}

/** Text messages, by whoever carries them. */
export class SmsAdapter implements ChannelAdapter {
  readonly capabilities: AdapterCapabilities;
  readonly #plan: Plan;
  readonly #loadProvider: LoadProvider;
  #running: RunningChannel | null = null;

  constructor(options: SmsOptions) {
    const plan = planOf(options);
    this.#plan = plan;
    this.#loadProvider = loadTwilio(plan.account);
    this.capabilities = {
      presence: 'text',
      text: { fit: (text) => fitText(text, plan.fitting) },
      receipts: true,
      // Nobody leaves a thread of text messages: the next one goes on where the last one ended.
      onSilence: 'letEnd',
      deliverTimeoutMs: DELIVER_MS,
      retryScheduleMs: RETRY_MS,
      exclusive: ownNames(plan),
    };
  }

  async start(context: AdapterContext): Promise<void> {
    const running = new RunningChannel(this.#plan, context, await this.#loadProvider());
    try {
      await running.start();
    } catch (error) {
      await running.stop();
      throw error;
    }
    this.#running = running;
  }

  async handle(request: ChannelRequest): Promise<ChannelReply> {
    return await this.#now().handle(request);
  }

  async deliver(outbound: OutboundDelivery, signal: AbortSignal): Promise<DeliverOutcome> {
    return await this.#now().outbox.deliver(outbound, signal);
  }

  async findSent(outbound: OutboundDelivery, signal: AbortSignal): Promise<FindSentOutcome> {
    return await this.#now().outbox.findSent(outbound, signal);
  }

  findReceived(missed: Missed, signal: AbortSignal): AsyncIterable<InboundMessage | MissedEnding> {
    return this.#now().findReceived(missed, signal);
  }

  /** Each of our numbers has a throughput of its own. */
  rate(address: Address): Rate {
    const { perSecond } = this.#plan;
    return { key: endsOf(address)?.ours ?? '?', perSecond, burst: Math.max(1, Math.ceil(perSecond)) };
  }

  async check(place: CheckPlace, signal: AbortSignal): Promise<readonly Finding[]> {
    return await check({ plan: this.#plan, place, loadProvider: this.#loadProvider }, signal);
  }

  async explain(inquiry: Inquiry): Promise<Explanation> {
    return explain(this.#plan, inquiry);
  }

  audit(range: AuditRange, ledger: Ledger, signal: AbortSignal): AsyncIterable<Difference> {
    return audit({ plan: this.#plan, range, ledger, loadProvider: this.#loadProvider }, signal);
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.stop();
  }

  #now(): RunningChannel {
    if (this.#running === null) throw new NotAcceptingError('The channel is not running.');
    return this.#running;
  }
}
