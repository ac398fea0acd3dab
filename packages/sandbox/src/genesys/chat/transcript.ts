import type { Message } from './message.ts';

/** Which part of a transcript is wanted: `limit` entries from the given end. */
export interface PageRequest {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** Whether the entries that the bounds name are wanted, too. */
  readonly inclusive: boolean;
  readonly descending: boolean;
  readonly limit: number;
  /** What the reader gets to see at all. */
  shows(message: Message): boolean;
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
    const { inclusive, descending, limit } = request;
    const after = request.after === undefined ? -1 : this.#position.get(request.after);
    const before = request.before === undefined ? this.length : this.#position.get(request.before);
    if (after === undefined || before === undefined) return undefined;
    const low = after === -1 || inclusive ? Math.max(0, after) : after + 1;
    const high = Math.max(low, Math.min(this.length, inclusive ? before + 1 : before));
    const [start, end, step] = descending ? [high - 1, low - 1, -1] : [low, high, 1];
    const messages: Message[] = [];
    let at = start;
    for (; at !== end && messages.length < limit; at += step) {
      const message = this.#messages[at];
      if (message !== undefined && request.shows(message)) messages.push(message);
    }
    const hasBefore = this.#shows(request, 0, descending ? at + 1 : low);
    const hasAfter = this.#shows(request, descending ? high : at, this.length);
    return { messages, hasNext: descending ? hasBefore : hasAfter, hasPrevious: descending ? hasAfter : hasBefore };
  }

  /** Whether the reader gets to see anything from `start` up to, not including, `end`. */
  #shows({ shows }: PageRequest, start: number, end: number): boolean {
    for (let at = start; at < end; at += 1) {
      const message = this.#messages[at];
      if (message !== undefined && shows(message)) return true;
    }
    return false;
  }
}
