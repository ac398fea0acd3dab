import type { Planned } from './schedule.ts';

/** So many messages may be said while a fault whose turn has come is kept waiting by the one before it. */
const AHEAD = 25;

/** Keeps customers and faults in step: nobody says what is to be said after a fault before that has struck. */
export class Turns {
  readonly planned: readonly Planned[];
  readonly #waiting: Set<Planned>;

  constructor(planned: readonly Planned[]) {
    this.planned = planned;
    this.#waiting = new Set(planned);
  }

  took(one: Planned): void {
    this.#waiting.delete(one);
  }

  /** How many messages may be said by now. They are planned in order, so that the first one waits for the least. */
  upTo(): number {
    for (const { after } of this.#waiting) return after + AHEAD;
    return Number.POSITIVE_INFINITY;
  }
}
