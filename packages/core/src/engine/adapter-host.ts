import type { AdapterContext, ChannelReply, ChannelRequest } from '../contracts/channel-adapter.ts';
import type { Clock, Logger, TimerHandle } from '../contracts/runtime.ts';
import { TrunklineError } from '../domain/errors.ts';
import type { Admission } from './admission.ts';
import type { Channel } from './channel.ts';
import type { ChannelHealth } from './engine-options.ts';

/** Waits before an adapter that could not start is tried again. */
const START_AGAIN_MS = [5_000, 15_000, 60_000, 300_000];

export interface AdapterHostOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly admission: Admission;
}

/** Keeps an adapter to its order of life and its failures to itself. */
export class AdapterHost {
  readonly #channel: Channel;
  readonly #logger: Logger;
  readonly #admission: Admission;
  #state: ChannelHealth['state'] = 'starting';
  #error: string | null = null;
  /** What the adapter says of itself while it runs. */
  #problem: string | null = null;
  readonly #clock: Clock;
  #again: TimerHandle | null = null;
  #stopped = false;

  constructor(channel: Channel, { clock, logger, admission }: AdapterHostOptions) {
    this.#channel = channel;
    this.#admission = admission;
    this.#clock = clock;
    this.#logger = logger;
  }

  get health(): ChannelHealth {
    return { channel: this.#channel.name, state: this.#state, error: this.#error ?? this.#problem };
  }

  /** Told once for each change. */
  noteProblem(problem: string | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    const facts = { channel: this.#channel.name, problem };
    if (problem === null) this.#logger.info({ event: 'channel.healthy', ...facts }, 'a channel works fully again');
    else this.#logger.error({ event: 'channel.unhealthy', ...facts }, 'a channel does not work fully');
  }

  /** Resolves after the first attempt; one that failed is repeated. `started` is called once one has succeeded. */
  async start(context: AdapterContext, started: () => void = () => {}, attempt: number = 0): Promise<void> {
    try {
      await this.#channel.adapter.start(context);
      if (this.#stopped) return await this.#stop();
      this.#state = 'started';
      this.#error = null;
      this.#channel.markStarted();
      started();
      if (attempt > 0)
        this.#logger.info({ event: 'channel.started', channel: this.#channel.name }, 'a channel could start after all');
    } catch (error) {
      if (this.#stopped) return;
      const againInMs = START_AGAIN_MS[Math.min(attempt, START_AGAIN_MS.length - 1)] ?? 0;
      this.#again = this.#clock.setTimeout(() => void this.start(context, started, attempt + 1), againInMs);
      this.#state = 'failed';
      // What others say in their errors may hold a token or an address.
      this.#error = error instanceof TrunklineError ? error.message : 'the adapter could not start; the log says where';
      this.#logger.error(
        { event: 'channel.failed', channel: this.#channel.name, againInMs, error },
        'a channel could not start; it is tried again',
      );
    }
  }

  async handle(request: ChannelRequest): Promise<ChannelReply> {
    if (this.#state !== 'started' || this.#channel.draining)
      return problem(503, { title: 'The channel takes nothing at the moment', retryAfterMs: 2_000 });
    if (this.#channel.adapter.capabilities.sheds === true && !this.#admission.admits(this.#channel.name))
      return problem(503, { title: 'There is too much to do at the moment', retryAfterMs: 2_000 });
    try {
      return await this.#channel.adapter.handle(request);
    } catch (error) {
      if (error instanceof TrunklineError && error.retryAfterMs !== undefined)
        return problem(503, { title: 'Try again later', detail: error.message, retryAfterMs: error.retryAfterMs });
      if (error instanceof TrunklineError && error.code === 'http.body-too-large')
        return problem(413, { title: 'The request body is too large', detail: error.message });
      if (error instanceof TrunklineError && error.code === 'http.body-incomplete')
        return problem(400, { title: 'The request body did not come whole', detail: error.message });
      if (error instanceof TrunklineError && error.code === 'inbound.conflict')
        return problem(422, { title: 'The id was used before with other content', detail: error.message });
      this.#logger.error(
        {
          event: 'channel.handle-threw',
          channel: this.#channel.name,
          name: error instanceof Error ? error.name : typeof error,
          stack: error instanceof Error ? error.stack?.split('\n').slice(1, 4) : undefined,
        },
        'an adapter threw while handling a request',
      );
      return problem(500, { title: 'The channel failed to handle the request' });
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#again?.cancel();
    if (this.#state === 'started') await this.#stop();
  }

  async #stop(): Promise<void> {
    this.#state = 'stopped';
    await this.#channel.adapter.stop().catch((error: unknown) => {
      this.#logger.warn(
        { event: 'channel.stop-failed', channel: this.#channel.name, name: error instanceof Error ? error.name : '' },
        'an adapter did not stop cleanly',
      );
    });
  }
}

interface Problem {
  readonly title: string;
  readonly detail?: string;
  readonly retryAfterMs?: number;
}

/** An error answer as RFC 9457 wants it. */
export function problem(status: number, { title, detail, retryAfterMs }: Problem): ChannelReply {
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }),
    },
    body: JSON.stringify({ type: 'about:blank', title, status, ...(detail === undefined ? {} : { detail }) }),
  };
}
