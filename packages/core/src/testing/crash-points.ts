/** Where a process may die: before or after a commit or an outside write. */
export interface CrashPoints {
  /** Passes, or never returns once the process is dead. */
  pass(name: string): Promise<void>;
  readonly dead: boolean;
}

/** Lets the process die at the n-th point it passes (counted from 1), and remembers what the points were called. */
export class CountedCrash implements CrashPoints {
  readonly passed: string[] = [];
  #dieAt: number;
  #dead = false;
  readonly #died: Promise<void>;
  #onDeath: () => void = () => {};

  constructor(dieAt: number) {
    this.#dieAt = dieAt;
    this.#died = new Promise((resolve) => {
      this.#onDeath = resolve;
    });
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Resolves when the process has died. */
  get died(): Promise<void> {
    return this.#died;
  }

  /** Dies at the n-th point from now. */
  dieAfter(points: number): void {
    this.#dieAt = this.passed.length + points;
  }

  kill(): void {
    this.#dead = true;
    this.#onDeath();
  }

  async pass(name: string): Promise<void> {
    if (!this.#dead) {
      this.passed.push(name);
      if (this.passed.length === this.#dieAt) this.kill();
    }
    if (this.#dead) await new Promise<never>(() => {});
  }
}
