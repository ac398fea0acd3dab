/** How often it is looked for what Slack has lost, besides at starts and after sockets were gone. */
export const LOOK_EVERY_MS: number = 15 * 60_000;

/**
 * How far back what begins a conversation is looked for: over a weekend. Also how long before that a conversation may
 * have ended, or a thread have been begun, for what was said in it to be found.
 */
export const SPAN_MS: number = 3 * 24 * 60 * 60_000;

/** A place is read again from a little before it was read last: clocks differ, and Slack may list late. */
export const OVERLAP_MS: number = 5 * 60_000;

/** So long after a start open conversations are all that is looked through: they have to be taken up again. */
export const TAKING_UP_MS: number = 10_000;
