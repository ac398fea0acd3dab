const LOOK_EVERY_MS = 200;

/** Which of the ids that a medium gives the bridge has taken in. */
export type Recorded = (ids: readonly string[]) => Promise<readonly string[]>;

/** Waits for several messages at once until the bridge has them, by one look at its books for all. */
export class Hearing {
  readonly #recorded: Recorded;
  readonly #waiting = new Map<string, (heard: boolean) => void>();
  #looking = false;

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
  }

  /** Resolves to whether it was taken in within that time. */
  async heard(id: string, withinMs: number): Promise<boolean> {
    return await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => this.#settle(id, false), withinMs);
      this.#waiting.set(id, (heard) => {
        clearTimeout(timer);
        resolve(heard);
      });
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    while (this.#waiting.size > 0) {
      // The database may be locked, or just be gone.
      const found = await this.#recorded([...this.#waiting.keys()]).catch(() => []);
      for (const id of found) this.#settle(id, true);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    this.#looking = false;
  }

  #settle(id: string, heard: boolean): void {
    this.#waiting.get(id)?.(heard);
    this.#waiting.delete(id);
  }
}
