/** What went wrong with messages on their way. */
export interface Faults {
  lost: number;
  duplicated: number;
  reordered: number;
}

/** Whether everything that customers said arrives once and in order. Each one's messages are numbered from 0. */
export class EchoBook {
  readonly faults: Faults = { lost: 0, duplicated: 0, reordered: 0 };
  /** By customer: the number that is due. */
  readonly #due: number[] = [];
  /** By customer: numbers that were passed over and may still come. */
  readonly #skipped = new Map<number, Set<number>>();

  /** False: it was there before. A repeat that says so is none of the faults. */
  arrived(customer: number, number: number, isRepeat: boolean = false): boolean {
    const due = this.#due[customer] ?? 0;
    if (number >= due) {
      for (let passed = due; passed < number; passed += 1) this.#skip(customer, passed);
      this.#due[customer] = number + 1;
      return true;
    }
    if (this.#skipped.get(customer)?.delete(number)) {
      this.faults.reordered += 1;
      return true;
    }
    if (!isRepeat) this.faults.duplicated += 1;
    return false;
  }

  /** Called once for each customer, when nothing can come any more. */
  close(customer: number, said: number): void {
    const due = this.#due[customer] ?? 0;
    this.faults.lost += Math.max(0, said - due) + (this.#skipped.get(customer)?.size ?? 0);
  }

  #skip(customer: number, number: number): void {
    const skipped = this.#skipped.get(customer) ?? new Set();
    this.#skipped.set(customer, skipped.add(number));
  }
}
