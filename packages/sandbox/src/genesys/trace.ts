import type { Clock } from '../clock.ts';

/** One thing that happened on the wire or at the desk. Holds what customers wrote, but never a JWT. */
export interface TraceEvent {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: 'rest' | 'frame' | 'socket' | 'agent' | 'fault';
  readonly conversationId: string | null;
  readonly method?: string;
  /** Token-free. */
  readonly path?: string;
  /** Absent when no answer was given. */
  readonly status?: number;
  /** Frame: `metadata.type`. Socket: attached, closed, refused. Agent: what was done. Fault: its effect. */
  readonly type?: string;
  readonly text?: string;
}

/** Called synchronously for each event; must not throw. */
export type TraceListener = (event: TraceEvent) => void;

/** Passes what happens on to whoever watches, and costs next to nothing while nobody does. */
export class Trace {
  readonly #clock: Clock;
  readonly #listeners: Set<TraceListener> = new Set();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns what ends the subscription. */
  subscribe(listener: TraceListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  emit(event: Omit<TraceEvent, 'at'>): void {
    if (this.#listeners.size === 0) return;
    const stamped: TraceEvent = { at: new Date(this.#clock.now()).toISOString(), ...event };
    for (const listener of this.#listeners) listener(stamped);
  }
}
