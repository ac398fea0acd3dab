/** Customers who have nothing under way; whoever has waited longest is next. */
export class Rotation {
  readonly #idle: number[];
  readonly #wanted: ((customer: number) => void)[] = [];

  constructor(customers: number) {
    this.#idle = Array.from({ length: customers }, (_, customer) => customer);
  }

  async take(): Promise<number> {
    const customer = this.#idle.shift();
    return customer ?? (await new Promise<number>((resolve) => this.#wanted.push(resolve)));
  }

  give(customer: number): void {
    const wanted = this.#wanted.shift();
    if (wanted === undefined) this.#idle.push(customer);
    else wanted(customer);
  }
}
