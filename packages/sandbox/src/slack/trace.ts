import type { Clock } from '../clock.ts';

/** One thing that happened. Holds what people wrote, but never a token or a signature. */
export interface SlackTraceEvent {
  /** ISO 8601. */
  readonly at: string;
  /**
   * `api`: a Web API call. `delivery`: an attempt to hand something to the app. `socket`: one came or went. `change`:
   * what people see has changed. `fault`: one struck.
   */
  readonly kind: 'api' | 'delivery' | 'socket' | 'change' | 'fault';
  /** The method, the type of what is delivered, or what happened. */
  readonly type: string;
  readonly teamId?: string;
  readonly channel?: string;
  readonly ts?: string;
  /** Error of a call, outcome of a delivery. */
  readonly outcome?: string;
  /** 0 for the first. */
  readonly attempt?: number;
  readonly status?: number;
}

/** Called synchronously for each event; must not throw. */
export type SlackTraceListener = (event: SlackTraceEvent) => void;

/** Passes what happens on to whoever watches. */
export class SlackTrace {
  readonly #clock: Clock;
  readonly #listeners: Set<SlackTraceListener> = new Set();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns what ends the subscription. */
  subscribe(listener: SlackTraceListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  emit(event: Omit<SlackTraceEvent, 'at'>): void {
    if (this.#listeners.size === 0) return;
    const stamped: SlackTraceEvent = { at: new Date(this.#clock.now()).toISOString(), ...event };
    for (const listener of [...this.#listeners]) listener(stamped);
  }
}
