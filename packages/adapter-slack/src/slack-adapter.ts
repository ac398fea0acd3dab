import {
  type AdapterCapabilities,
  type AdapterContext,
  type ChannelAdapter,
  type ChannelReply,
  type ChannelRequest,
  type DeliverOutcome,
  NotAcceptingError,
  type OutboundDelivery,
} from '@trunkline/core';
import { deliverPlainly } from './plain-outgoing.ts';
import type { SlackOptions } from './options.ts';
import type { RunningChannel } from './running-channel.ts';

const capabilities: AdapterCapabilities = {
  presence: 'structured',
  waiting: true,
  deliverTimeoutMs: 15_000,
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

  async deliver(outbound: OutboundDelivery): Promise<DeliverOutcome> {
    return await deliverPlainly(this.#channel().workspaces, outbound);
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
