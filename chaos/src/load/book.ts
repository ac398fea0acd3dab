import type { Saying, Side } from '../sides/side.ts';

/** What was accepted of a customer. */
export interface Accepted {
  readonly saying: Saying;
  /** The bridge's name of it. */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Everything that customers said and the bridge accepted, in order. */
export class Book {
  accepted = 0;
  /** Of providers that came again. */
  cameAgain = 0;
  readonly problems: string[] = [];
  readonly #byCustomer = new Map<string, { readonly side: Side; readonly all: Accepted[] }>();

  get customers(): Iterable<readonly [string, { readonly side: Side; readonly all: readonly Accepted[] }]> {
    return this.#byCustomer;
  }

  note(side: Side, saying: Saying, name: string): void {
    const known = this.#byCustomer.get(saying.customer) ?? { side, all: [] };
    this.#byCustomer.set(saying.customer, known);
    known.all.push({ saying, name, at: Date.now() });
    this.accepted += 1;
  }
}
