import type { PathEvent } from './path-event.ts';

export interface NumberedEvent extends PathEvent {
  /** Counted from 1. */
  readonly number: number;
}

export type JournalListener = (event: NumberedEvent) => void;

const KEPT_EVENTS = 1_000;

/** What happened lately, in the order it was heard of. */
export class Journal {
  readonly #events: NumberedEvent[] = [];
  readonly #listeners: Set<JournalListener> = new Set();
  #count = 0;

  write(event: PathEvent): void {
    this.#count += 1;
    const numbered = { ...event, number: this.#count };
    this.#events.push(numbered);
    if (this.#events.length > KEPT_EVENTS) this.#events.shift();
    for (const listener of this.#listeners) listener(numbered);
  }

  /** Calls back with what is kept after that number, then with everything new. Returns what ends it. */
  follow(after: number, listener: JournalListener): () => void {
    for (const event of this.#events) if (event.number > after) listener(event);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
