import { SocketModeClient } from '@slack/socket-mode';
import type { AdapterContext, TimerHandle } from '@trunkline/core';
import { clientOptions } from '../workspace/client-options.ts';
import { type GuardedSockets, guardSockets } from './guarded-sockets.ts';

export interface SocketConnectionOptions {
  readonly appToken: string;
  readonly apiUrl: string | undefined;
  readonly context: AdapterContext;
  /** What came over it; `ack` says that it need not come again. */
  readonly onEnvelope: (envelope: SocketEnvelope) => void;
  /** Whether it is there; called with each change. */
  readonly onChange: (isOpen: boolean) => void;
}

/** As SocketModeClient hands it over. */
export interface SocketEnvelope {
  readonly type: string;
  readonly body: unknown;
  readonly retry_num?: number;
  readonly retry_reason?: string;
  readonly ack: (response?: unknown) => Promise<void>;
}

const REOPEN_MS = [0, 500, 2_000, 5_000, 15_000, 30_000];
/** From asking for an address until hello. */
const OPEN_MS = 20_000;
/** For the other side to close politely; after that its socket is broken. */
const CLOSE_MS = 1_000;

/**
 * Keeps one socket of Socket Mode open. Each time it is a client of its own: the one in the package waits five seconds
 * before it opens again, and a failure meanwhile is a rejection that nobody catches.
 */
export class SocketConnection {
  readonly #options: SocketConnectionOptions;
  #client: SocketModeClient | null = null;
  readonly #dialers: WeakMap<SocketModeClient, GuardedSockets> = new WeakMap();
  #timer: TimerHandle | null = null;
  #attempt = 0;
  #isOpen = false;
  #stopped = false;
  /** Resolves when the client that is being closed is gone. */
  #gone: Promise<void> = Promise.resolve();

  constructor(options: SocketConnectionOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Rejects if Slack cannot be reached or refuses the token; nothing runs then. */
  async open(): Promise<void> {
    const { appToken, apiUrl, context } = this.#options;
    const options = clientOptions(apiUrl, context.logger);
    const dialer = guardSockets(apiUrl);
    const client = new SocketModeClient({
      appToken,
      logger: options.logger,
      autoReconnectEnabled: false,
      clientOptions: options,
      dispatcher: dialer,
    });
    this.#client = client;
    this.#dialers.set(client, dialer);
    client.on('slack_event', (envelope: SocketEnvelope) => this.#options.onEnvelope(envelope));
    try {
      await this.#started(client);
    } catch (error) {
      await this.#close(client);
      throw error;
    }
    if (this.#stopped) return await this.#close(client);
    this.#attempt = 0;
    client.once('disconnected', () => this.#lost(client));
    this.#change(true);
  }

  /** Opens, and goes on trying. */
  keepOpen(): void {
    this.open().catch(() => this.#again());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    const client = this.#client;
    if (client !== null) await this.#close(client);
    await this.#gone;
  }

  async #started(client: SocketModeClient): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = this.#options.context.clock.setTimeout(() => reject(new Error('no hello in time')), OPEN_MS);
      client
        .start()
        .then(() => resolve(), reject)
        .finally(() => timer.cancel());
    });
  }

  #lost(client: SocketModeClient): void {
    this.#dialers.get(client)?.destroy();
    if (this.#client !== client) return;
    this.#client = null;
    this.#change(false);
    if (!this.#stopped) this.#again();
  }

  #again(): void {
    if (this.#stopped) return;
    const { clock } = this.#options.context;
    const waitMs = REOPEN_MS[Math.min(this.#attempt, REOPEN_MS.length - 1)] ?? 0;
    this.#attempt += 1;
    this.#timer?.cancel();
    this.#timer = clock.setTimeout(() => this.keepOpen(), waitMs);
  }

  #change(isOpen: boolean): void {
    if (this.#isOpen === isOpen) return;
    this.#isOpen = isOpen;
    this.#options.onChange(isOpen);
  }

  async #close(client: SocketModeClient): Promise<void> {
    if (this.#client === client) this.#client = null;
    client.removeAllListeners('slack_event');
    const { clock } = this.#options.context;
    this.#gone = new Promise<void>((resolve) => {
      const timer = clock.setTimeout(() => {
        // The second time breaks the socket.
        void client.disconnect();
        resolve();
      }, CLOSE_MS);
      client
        .disconnect()
        .then(
          () => resolve(),
          () => resolve(),
        )
        .finally(() => timer.cancel());
    });
    await this.#gone;
    this.#dialers.get(client)?.destroy();
    this.#change(false);
  }
}
