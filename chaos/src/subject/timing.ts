/** How patient the bridge is in these runs: everything that takes minutes or hours outside is shortened to seconds. */
export interface Timing {
  readonly heartbeatMs: number;
  /** How long a chat lives without an event stream. */
  readonly graceMs: number;
  readonly requestTimeoutMs: number;
  readonly landsWithinMs: number;
  /** Of a message, in either direction. */
  readonly maxAgeMs: number;
}

export const SHORTENED: Timing = {
  heartbeatMs: 2_000,
  graceMs: 8_000,
  requestTimeoutMs: 2_000,
  landsWithinMs: 2_000,
  maxAgeMs: 20_000,
};

/** As it is by default, but that nothing waits for a day. */
export const UNHURRIED: Timing = {
  heartbeatMs: 30_000,
  graceMs: 120_000,
  requestTimeoutMs: 10_000,
  landsWithinMs: 5_000,
  maxAgeMs: 4 * 3_600_000,
};
