const windowMs = 60_000;

/** What one request found. */
export interface RateReading {
  readonly count: number;
  /** Seconds until the count starts again. */
  readonly resetS: number;
}

/** Counts one token's requests in windows of a minute, the first of which starts with its first request. */
export class RateWindow {
  #startedAt = Number.NEGATIVE_INFINITY;
  #count = 0;

  count(nowMs: number): RateReading {
    if (nowMs - this.#startedAt >= windowMs) {
      this.#startedAt = nowMs;
      this.#count = 0;
    }
    this.#count += 1;
    return { count: this.#count, resetS: Math.ceil((this.#startedAt + windowMs - nowMs) / 1000) };
  }
}
