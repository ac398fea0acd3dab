import type { Message } from './message.ts';

/** Which part of a transcript is wanted: both bounds exclusive, `limit` entries from the given end. */
export interface PageRequest {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly descending: boolean;
  readonly limit: number;
}

/** A part of a transcript and whether there is more either way, in reading direction. */
export interface Page {
  readonly messages: readonly Message[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/** What was said, in order of writing: the only order there is (docs/guest-chat.md §6, pitfall 22). */
export class Transcript {
  readonly #messages: Message[] = [];
  readonly #position: Map<string, number> = new Map();

  get length(): number {
    return this.#messages.length;
  }

  append(message: Message): void {
    this.#position.set(message.id, this.#messages.length);
    this.#messages.push(message);
  }

  get(id: string): Message | undefined {
    const position = this.#position.get(id);
    return position === undefined ? undefined : this.#messages[position];
  }

  /** Where a message stands, counted from 0. */
  positionOf(id: string): number | undefined {
    return this.#position.get(id);
  }

  /** From `start` up to, not including, `end`. */
  slice(start: number, end: number): readonly Message[] {
    return this.#messages.slice(start, end);
  }

  /** Undefined when a bound names a message that is not there. */
  page(request: PageRequest): Page | undefined {
    const after = request.after === undefined ? -1 : this.#position.get(request.after);
    const before = request.before === undefined ? this.#messages.length : this.#position.get(request.before);
    if (after === undefined || before === undefined) return undefined;
    const low = after + 1;
    const high = Math.max(before, low);
    if (request.descending) {
      const start = Math.max(low, high - request.limit);
      const messages = this.#messages.slice(start, high).reverse();
      return { messages, hasNext: start > 0, hasPrevious: high < this.#messages.length };
    }
    const end = Math.min(high, low + request.limit);
    return { messages: this.#messages.slice(low, end), hasNext: end < this.#messages.length, hasPrevious: low > 0 };
  }
}
