import { type AdapterContext, type TimerHandle, TrunklineError } from '@trunkline/core';
import type { ReportHealth } from '../health.ts';
import { isHopeless, noteFailure } from './not-acknowledged.ts';
import type { SlackReceiver } from './slack-receiver.ts';
import { SocketConnection, type SocketEnvelope } from './socket-connection.ts';
import { isUnderstood } from './understood.ts';

export interface SocketPoolOptions {
  readonly appToken: string;
  readonly apiUrl: string | undefined;
  readonly receiver: SlackReceiver;
  readonly context: AdapterContext;
  readonly reportHealth: ReportHealth;
  /** There is a socket again after there was none: something may have been missed. */
  readonly onReturn: () => void;
}

/** Slack asks each socket to be renewed now and then; the other one listens meanwhile. */
const CONNECTIONS = 2;
/** Without any socket for so long the channel counts as broken. */
const GONE_MS = 30_000;

/** The sockets over which Slack hands over what happened. */
export class SocketPool {
  readonly #options: SocketPoolOptions;
  readonly #connections: readonly SocketConnection[];
  #alarm: TimerHandle | null = null;
  #wasAway = false;
  #stopped = false;

  constructor(options: SocketPoolOptions) {
    this.#options = options;
    this.#connections = Array.from(
      { length: CONNECTIONS },
      () =>
        new SocketConnection({
          ...options,
          onEnvelope: (envelope) => void this.#take(envelope),
          onChange: () => this.#changed(),
        }),
    );
  }

  /** Rejects if Slack refuses the app token or cannot be reached; nothing runs then. */
  async start(): Promise<void> {
    const [first, ...others] = this.#connections;
    await first?.open().catch((cause: unknown) => {
      const code = (cause as { readonly data?: { readonly error?: unknown } }).data?.error;
      throw typeof code === 'string'
        ? new TrunklineError('slack.app-token-refused', `Slack refuses the app-level token: ${code}`, { cause })
        : new TrunklineError('slack.unreachable', 'no socket to Slack could be opened', { cause });
    });
    for (const other of others) other.keepOpen();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#alarm?.cancel();
    await Promise.all(this.#connections.map((connection) => connection.stop()));
  }

  async #take({ type, body, ack, retry_num: retryNum, retry_reason: retryReason }: SocketEnvelope): Promise<void> {
    const { receiver, context } = this.#options;
    if (!isObject(body) || !isUnderstood(body)) {
      // It would come again for ever and never be understood.
      context.count('not_understood');
      context.logger.warn({ event: 'slack.not-understood', type }, 'Slack sent something that is not understood');
      return await acknowledge(ack, undefined);
    }
    try {
      const response = await receiver.process({
        body,
        ...(retryNum !== undefined && { retryNum }),
        ...(retryReason !== undefined && { retryReason }),
      });
      await acknowledge(ack, response);
    } catch (error) {
      const cause = noteFailure(error, context);
      // Anything else is not acknowledged, so that it comes again.
      if (cause !== null && isHopeless(cause)) await acknowledge(ack, undefined);
    }
  }

  #changed(): void {
    if (this.#stopped) return;
    const { context, reportHealth } = this.#options;
    if (this.#connections.some(({ isOpen }) => isOpen)) {
      this.#alarm?.cancel();
      this.#alarm = null;
      reportHealth(null);
      if (this.#wasAway) this.#options.onReturn();
      this.#wasAway = false;
      return;
    }
    this.#wasAway = true;
    context.count('sockets_gone');
    this.#alarm ??= context.clock.setTimeout(
      () => reportHealth('no socket to Slack is open: nothing comes in until one is'),
      GONE_MS,
    );
  }
}

/** A socket that is gone by now takes no acknowledgement: Slack comes again, and it is known then. */
async function acknowledge(ack: SocketEnvelope['ack'], response: unknown): Promise<void> {
  await ack(response).catch(() => {});
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
