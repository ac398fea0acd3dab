import type {
  ChannelHealth,
  ChannelReply,
  ChannelRequest,
  ChannelSetup,
  Engine,
  EngineOptions,
  TraceEvent,
} from '@trunkline/core';
import { channelName } from '@trunkline/core';

export type FakeHandle = (channel: string, request: ChannelRequest) => Promise<ChannelReply>;

/** An engine that does what the test says and remembers what it was told. */
export class FakeEngine implements Engine {
  readonly calls: string[] = [];
  readonly setups: ChannelSetup[] = [];
  onHandle: FakeHandle = async (channel, { method, url }) => ({ status: 200, body: `${channel} ${method} ${url}` });
  onStart: () => Promise<void> = async () => undefined;
  onStop: () => Promise<void> = async () => undefined;
  channels: readonly ChannelHealth[] = [{ channel: channelName('web'), state: 'started', error: null }];
  options: EngineOptions | null = null;

  create(options: EngineOptions): Engine {
    this.options = options;
    this.setups.push(...options.channels);
    return this;
  }

  emit(event: TraceEvent): void {
    this.options?.trace?.(event);
  }

  async start(): Promise<void> {
    this.calls.push('start');
    await this.onStart();
  }

  async handle(channel: string, request: ChannelRequest): Promise<ChannelReply> {
    this.calls.push('handle');
    return this.onHandle(channel, request);
  }

  health(): readonly ChannelHealth[] {
    return this.channels;
  }

  async stop(timeoutMs: number): Promise<void> {
    this.calls.push(`stop ${timeoutMs}`);
    await this.onStop();
  }
}
