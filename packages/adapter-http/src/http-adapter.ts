import {
  type AdapterCapabilities,
  type AdapterContext,
  type Address,
  type AgentTyping,
  type ChannelAdapter,
  type ChannelReply,
  type ChannelRequest,
  type DeliverOutcome,
  NotAcceptingError,
  type OutboundDelivery,
} from '@trunkline/core';
import { OpenFeeds } from './events/open-feeds.ts';
import { ReadReceipts } from './events/read-receipts.ts';
import { appliedLimits, RequestLimits } from './limits/request-limits.ts';
import { mountOf } from './mount.ts';
import { apiPages } from './openapi/api-pages.ts';
import type { HttpOptions } from './options.ts';
import { eventOfDelivery } from './public-event.ts';
import { Cors } from './requests/cors.ts';
import type { Services } from './requests/endpoint.ts';
import { createIdentify } from './requests/identify.ts';
import { problemReply } from './requests/problem.ts';
import { type Gate, route } from './requests/router.ts';
import { createCustomerTokens } from './tokens/customer-tokens.ts';
import { type Webhook, webhookOf } from './webhook/webhook.ts';

const capabilities: AdapterCapabilities = {
  presence: 'structured',
  typing: { resendMs: 3_000 },
  sheds: true,
  deliverTimeoutMs: 15_000,
  retryScheduleMs: [500, 1_000, 2_000, 5_000, 15_000, 60_000, 300_000],
};

interface Running {
  readonly services: Services;
  readonly gate: Gate;
  readonly webhook: Webhook | null;
}

export class HttpAdapter implements ChannelAdapter {
  readonly capabilities: AdapterCapabilities;
  readonly #options: HttpOptions;
  readonly #cors: Cors;
  #running: Running | null = null;

  constructor(options: HttpOptions) {
    this.#options = options;
    // A webhook has the event with its 2xx, a reader only once it has read it.
    this.capabilities = options.webhook === undefined ? { ...capabilities, receipts: true } : capabilities;
    this.#cors = new Cors(options.origins ?? []);
  }

  async start(context: AdapterContext): Promise<void> {
    const { apiKeys, tokenSecret, webhook } = this.#options;
    const limits = appliedLimits(this.#options.limits);
    const secrets = tokenSecret === undefined ? apiKeys : [tokenSecret].flat();
    const tokens = createCustomerTokens({ secrets, channel: context.channel, clock: context.clock });
    this.#running = {
      services: {
        context,
        tokens,
        feeds: new OpenFeeds(limits.streams),
        reads: webhook === undefined ? new ReadReceipts(context) : null,
        limits: new RequestLimits(limits, context.clock),
        pages: apiPages(mountOf(context)),
      },
      gate: { identify: createIdentify(apiKeys, tokens), cors: this.#cors },
      webhook: webhook === undefined ? null : webhookOf(webhook, context),
    };
  }

  async handle(request: ChannelRequest): Promise<ChannelReply> {
    if (this.#running !== null) return route(request, this.#running.services, this.#running.gate);
    const error = notRunning();
    const reply = problemReply(error);
    if (reply === null) throw error;
    return this.#cors.mark(reply, request);
  }

  /** Without a webhook there is nothing to do: the stream and the history read the timeline. */
  async deliver(outbound: OutboundDelivery, signal: AbortSignal): Promise<DeliverOutcome> {
    if (this.#running === null) throw notRunning();
    const { services, webhook } = this.#running;
    const { address, delivery } = outbound;
    const event = eventOfDelivery({ address, mount: mountOf(services.context) }, outbound);
    if (webhook === null || event === null) return { outcome: 'accepted', key: null };
    const { id, repeated } = delivery;
    return webhook.health.judge(id, await webhook.sender.send({ id, event, repeated }, signal));
  }

  /** Streams learn of it from the timeline's listener; this is for the webhook. */
  async typing(address: Address, typing: AgentTyping): Promise<void> {
    this.#running?.webhook?.typing.notify(address, typing);
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    running.services.feeds.close();
    await running.services.reads?.stop();
    await running.webhook?.typing.stop();
    await running.webhook?.sender.close();
  }
}

function notRunning(): NotAcceptingError {
  return new NotAcceptingError('The channel is not running.');
}
