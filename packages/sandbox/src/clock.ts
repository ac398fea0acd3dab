/** What {@link Clock.setTimeout} gives back; opaque to everyone but the clock that made it. */
export type TimerHandle = unknown;

/** Time as the sandbox sees it. Hand in your own to play two minutes of silence in a microsecond. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `run` once, `delayMs` from now. Never called for a delay of nothing: that happens at once. */
  setTimeout(run: () => void, delayMs: number): TimerHandle;
  clearTimeout(handle: TimerHandle): void;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, delayMs) => setTimeout(run, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
