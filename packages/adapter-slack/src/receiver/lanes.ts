/** Keeps what concerns the same thing in the order in which it came; other things do not wait for it. */
export class Lanes {
  readonly #last: Map<string, Promise<unknown>> = new Map();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const own = before.then(work, work);
    this.#last.set(key, own);
    try {
      return await own;
    } finally {
      if (this.#last.get(key) === own) this.#last.delete(key);
    }
  }
}
