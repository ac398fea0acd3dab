import type { ChannelAdapter, ChannelReply, ChannelRequest } from '../contracts/channel-adapter.ts';
import type { ContactCenter, Routing } from '../contracts/contact-center.ts';
import type { Clock, Logger } from '../contracts/runtime.ts';
import type { Store } from '../contracts/store.ts';
import type { ChannelName } from '../domain/ids.ts';
import type { OnSilence } from '../domain/silence.ts';
import type { SystemTexts } from '../domain/system-texts.ts';
import type { Trace } from './trace.ts';

export interface EngineOptions {
  readonly store: Store;
  /** At most one for each transport. */
  readonly contactCenters: readonly ContactCenter[];
  readonly channels: readonly ChannelSetup[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly trace?: Trace;
  /**
   * For how much of the time since it was called last the process was busy, 0 to 1. Absent: not known, and whether the
   * process keeps up is told by its timers alone.
   */
  readonly utilization?: () => number;
  /** Where the outside reaches the bridge, without a trailing slash. */
  readonly publicUrl?: string;
}

/** One channel as configured. */
export interface ChannelSetup {
  readonly name: ChannelName;
  readonly adapter: ChannelAdapter;
  /** Decides about new conversations; a running one is finished by the transport that opened it. */
  readonly transport: string;
  readonly routing: Routing;
  /** Milliseconds; null: never. Default 24 h to the agent, 4 h to the customer. */
  readonly maxAgeMs?: { readonly toAgent?: number | null; readonly toCustomer?: number | null };
  /** Those that are absent keep their default; null says nothing. A placeholder that does not exist throws at `createEngine`. */
  readonly texts?: Partial<SystemTexts>;
  /** Default: what the adapter declares, else `warn`. */
  readonly onSilence?: OnSilence;
  /** What happens when a conversation has had no agent for that long. Default: nothing. */
  readonly noAgent?: NoAgentRule;
  /** Card numbers in what customers say are masked before anything is done with it. Default false. */
  readonly maskCardNumbers?: boolean;
  /** How long after its end a conversation is kept. Null or absent: for ever. */
  readonly retainMs?: number | null;
}

/** The customer gets one text (`noAgent`), or is told that it is over (`noAgentLeft`) and the chat is left. */
export interface NoAgentRule {
  readonly afterMs: number;
  readonly leave: boolean;
}

export interface Engine {
  /** Starts contact centres and adapters, then takes up every unfinished customer. */
  start(): Promise<void>;
  /** Hands a request to a channel's adapter. Never rejects; unknown channels are a 404. */
  handle(channel: string, request: ChannelRequest): Promise<ChannelReply>;
  health(): readonly ChannelHealth[];
  /**
   * Drains: takes nothing in any more, finishes what is being sent, detaches from every session without leaving it.
   * Resolves at the latest after `timeoutMs`; what is not finished then is settled at the next start.
   */
  stop(timeoutMs: number): Promise<void>;
}

export interface ChannelHealth {
  readonly channel: ChannelName;
  readonly state: 'starting' | 'started' | 'failed' | 'stopped';
  readonly error: string | null;
}

/** What operators leave in the store's inbox for the owner of a customer. */
export type OperatorEvent =
  | { readonly type: 'end'; readonly conversationId: string }
  /** A delivery that failed, expired or was dropped is sent again, as a new one that names it. */
  | { readonly type: 'retry'; readonly deliveryId: string }
  /** A delivery that is not final yet is given up. */
  | { readonly type: 'drop'; readonly deliveryId: string }
  /** Everything of the customer is removed, once nothing is open or owed any more; an open conversation is ended for it. */
  | { readonly type: 'forget' };
