import type { Outcome } from '@trunkline/core';

/** From so many different events in a row on, it is the receiver that is in trouble. */
const EVENTS_IN_A_ROW = 3;
/** Answers of whatever stands before a receiver that is down or starting. */
const DOWN = /\.(502|503|504)$/;

/**
 * Tells an event that its receiver cannot digest from a receiver that is down. A 500, a time-out or a broken connection
 * may be either: taken for the receiver's at once, one such event would hold up everybody's again and again; never, all
 * events would hammer at a receiver that is down. So it is the event's own until several different ones ended like that
 * with nothing taken in between.
 */
export class EndpointHealth {
  readonly #failing = new Set<string>();

  /** The outcome of one attempt, its scope put right. `id` is that of the event over all attempts. */
  judge(id: string, outcome: Outcome): Outcome {
    if (outcome.outcome === 'accepted' || outcome.failure.scope === 'message') {
      this.#failing.clear();
      return outcome;
    }
    if (this.#failing.size < EVENTS_IN_A_ROW) this.#failing.add(id);
    const isOpen = outcome.outcome === 'unknown' && !DOWN.test(outcome.failure.code);
    if (!isOpen || this.#failing.size >= EVENTS_IN_A_ROW) return outcome;
    return { ...outcome, failure: { ...outcome.failure, scope: 'message' } };
  }
}
