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
import { mountOf } from './mount.ts';
import type { HttpOptions } from './options.ts';
import { eventOfDelivery } from './public-event.ts';
import { type Authenticate, createAuthenticate } from './requests/authenticate.ts';
import { route } from './requests/router.ts';
import { createWebhookSender, type WebhookSender } from './webhook/sender.ts';
import { TypingNotifier } from './webhook/typing-notifier.ts';

const capabilities: AdapterCapabilities = {
  presence: 'structured',
  typing: { resendMs: 3_000 },
  deliverTimeoutMs: 15_000,
  retryScheduleMs: [500, 1_000, 2_000, 5_000, 15_000, 60_000, 300_000],
};

interface Webhook {
  readonly sender: WebhookSender;
  readonly typing: TypingNotifier;
}

interface Running {
  readonly context: AdapterContext;
  readonly feeds: OpenFeeds;
  readonly webhook: Webhook | null;
}

export class HttpAdapter implements ChannelAdapter {
  readonly capabilities: AdapterCapabilities = capabilities;
  readonly #options: HttpOptions;
  readonly #authenticate: Authenticate;
  #running: Running | null = null;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#authenticate = createAuthenticate(options.apiKeys);
  }

  async start(context: AdapterContext): Promise<void> {
    let webhook: Webhook | null = null;
    if (this.#options.webhook !== undefined) {
      const sender = createWebhookSender(this.#options.webhook, context.clock);
      webhook = { sender, typing: new TypingNotifier({ context, sender }) };
    }
    this.#running = { context, feeds: new OpenFeeds(), webhook };
  }

  async handle(request: ChannelRequest): Promise<ChannelReply> {
    const { context, feeds } = this.#whileRunning();
    return route({ request, context, feeds }, this.#authenticate);
  }

  /** Without a webhook there is nothing to do: the stream and the history read the timeline. */
  async deliver(outbound: OutboundDelivery, signal: AbortSignal): Promise<DeliverOutcome> {
    const { context, webhook } = this.#whileRunning();
    const { address, delivery } = outbound;
    const event = eventOfDelivery({ address, mount: mountOf(context) }, outbound);
    if (webhook === null || event === null) return { outcome: 'accepted', key: null };
    return webhook.sender.send({ id: delivery.id, event, repeated: delivery.repeated }, signal);
  }

  /** Streams learn of it from the timeline's listener; this is for the webhook. */
  async typing(address: Address, typing: AgentTyping): Promise<void> {
    this.#running?.webhook?.typing.notify(address, typing);
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    running.feeds.close();
    await running.webhook?.typing.stop();
    await running.webhook?.sender.close();
  }

  #whileRunning(): Running {
    if (this.#running === null) throw new NotAcceptingError('The channel is not running.');
    return this.#running;
  }
}
