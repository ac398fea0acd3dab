/** What need not be done before Slack is answered, but before the channel stops. */
export class Background {
  readonly #underWay: Set<Promise<void>> = new Set();

  /** Must not reject. */
  run(work: () => Promise<void>): void {
    const done = work().finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }
}
