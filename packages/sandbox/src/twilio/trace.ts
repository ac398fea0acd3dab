import type { Clock } from '../clock.ts';

/** One thing that happened. Holds what people wrote and their numbers, but never a token. */
export interface TwilioTraceEvent {
  /** ISO 8601. */
  readonly at: string;
  /**
   * `rest`: a call of the API. `inbound`: a phone texted. `webhook`: an attempt to call one. `status`: a message's
   * status changed. `arrived`: a phone got a message. `debugger`: an entry there. `fault`: a rule struck.
   */
  readonly kind: 'rest' | 'inbound' | 'webhook' | 'status' | 'arrived' | 'opt-out' | 'debugger' | 'fault' | 'reset';
  readonly messageSid?: string;
  /** The phone's number, where one takes part. */
  readonly phone?: string;
  /** Ours. */
  readonly number?: string;
  readonly method?: string;
  readonly path?: string;
  /** Of an HTTP answer; absent when there was none. */
  readonly status?: number;
  /** The new status, the webhook's purpose, the fault's effect. */
  readonly type?: string;
  /** Twilio's. */
  readonly code?: number;
  readonly text?: string;
}

/** Called synchronously for each event; must not throw. */
export type TwilioTraceListener = (event: TwilioTraceEvent) => void;

/** Passes what happens on to whoever watches. */
export class TwilioTrace {
  readonly #clock: Clock;
  readonly #listeners: Set<TwilioTraceListener> = new Set();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns what ends the subscription. */
  subscribe(listener: TwilioTraceListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  emit(event: Omit<TwilioTraceEvent, 'at'>): void {
    if (this.#listeners.size === 0) return;
    const stamped: TwilioTraceEvent = { at: new Date(this.#clock.now()).toISOString(), ...event };
    for (const listener of this.#listeners) listener(stamped);
  }
}
