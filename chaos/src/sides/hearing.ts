const LOOK_EVERY_MS = 200;

/** Which messages the bridge has taken in, each by address, a space and the medium's id of it. */
export type Recorded = (ids: readonly string[]) => Promise<readonly string[]>;

/** Waits for several messages at once until the bridge has them, by one look at its books for all. */
export class Hearing {
  readonly #recorded: Recorded;
  /** All who wait for a message. */
  readonly #waiting = new Map<string, Set<(heard: boolean) => void>>();
  #looking = false;

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
  }

  /** Resolves to whether it was taken in within that time. */
  async heard(id: string, withinMs: number): Promise<boolean> {
    return await new Promise<boolean>((resolve) => {
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting);
      const settle = (heard: boolean): void => {
        clearTimeout(timer);
        waiting.delete(settle);
        if (waiting.size === 0 && this.#waiting.get(id) === waiting) this.#waiting.delete(id);
        resolve(heard);
      };
      const timer = setTimeout(() => settle(false), withinMs);
      waiting.add(settle);
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    while (this.#waiting.size > 0) {
      // The database may be locked, or just be gone.
      const found = await this.#recorded([...this.#waiting.keys()]).catch(() => []);
      for (const id of found) for (const settle of [...(this.#waiting.get(id) ?? [])]) settle(true);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    this.#looking = false;
  }
}
