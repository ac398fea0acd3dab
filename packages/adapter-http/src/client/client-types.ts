import type { PublicAttachment, PublicEvent } from '../event-types.ts';

export interface ClientOptions {
  /** Where the channel is mounted, e.g. `https://bridge.example.com/channels/web`. */
  readonly url: string;
  /** As in `POST /messages`; `id` as in the token. */
  readonly customer: {
    readonly id: string;
    readonly name?: string;
    readonly email?: string;
    readonly phone?: string;
    readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  };
  /** Gets a customer token from your own server. Called again when one is over. */
  readonly token: () => string | Promise<string>;
  /** Each event once and in order; `number` is null for typing, which has none. */
  readonly onEvent: (event: PublicEvent, number: number | null) => void;
  /** Forget what was shown: the bridge has another history than before and tells it from the beginning. */
  readonly onReset?: () => void;
  /** `waiting`: until the next attempt; `closed`: for good. */
  readonly onState?: (state: 'connecting' | 'open' | 'waiting' | 'closed') => void;
  /** What a listener threw, or why the stream was given up. */
  readonly onError?: (error: unknown) => void;
  /** The last number that is known already. Default 0: tell everything. */
  readonly after?: number;
  /** For other surroundings and for tests. */
  readonly runtime?: Partial<ClientRuntime>;
}

export interface CustomerClient {
  /** The number of the last event; keep it to go on from there. */
  readonly lastNumber: number;
  /** Resolves once the message is kept, after as many attempts as that takes; it is never kept twice. In order. */
  send(text: string, attachments?: readonly PublicAttachment[]): Promise<Accepted>;
  /** The customer is typing. As often as you like. */
  typing(): void;
  /** After what is being sent. False: nothing was open. True too where that is not known, since an answer was lost. */
  end(): Promise<boolean>;
  /** Cuts the present pause short: whoever sees the network come back need not wait for the next attempt. */
  retryNow(): void;
  /** What is still being sent rejects, and nothing more is told but the state `closed`. */
  close(): void;
}

export type Accepted = { readonly conversationId: string; readonly messageId: string; readonly duplicate: boolean };

export interface ClientRuntime {
  readonly fetch: typeof fetch;
  readonly random: () => number;
  /** Resolves after `ms`, rejects when aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}
