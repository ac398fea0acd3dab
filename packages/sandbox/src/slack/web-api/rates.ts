/** Tokens that come back with time: so many at once, so many per second. */
export class Rates {
  readonly #buckets: Map<string, { level: number; at: number }> = new Map();

  /** 0 when it may pass, else for how many milliseconds it must wait. */
  take(key: string, limit: { readonly perSecond: number; readonly burst: number }, nowMs: number): number {
    const { perSecond, burst } = limit;
    const bucket = this.#buckets.get(key) ?? { level: burst, at: nowMs };
    const level = Math.min(burst, bucket.level + ((nowMs - bucket.at) / 1_000) * perSecond);
    const passes = level >= 1 - 1e-9;
    this.#buckets.set(key, { level: passes ? level - 1 : level, at: nowMs });
    return passes ? 0 : ((1 - level) / perSecond) * 1_000;
  }

  reset(): void {
    this.#buckets.clear();
  }
}
