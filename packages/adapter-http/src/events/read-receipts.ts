import {
  type AdapterContext,
  type Address,
  type TimelineEntry,
  type TimerHandle,
  TrunklineError,
} from '@trunkline/core';

/** Numbers of a timeline that somebody has read: those after the first, up to the last. */
export interface ReadRange {
  readonly after: number;
  readonly upTo: number;
}

/** At most once in this time the core hears of what one customer has read. */
export const GATHER_MS = 1_000;
interface Gathered {
  readonly ranges: readonly ReadRange[];
  readonly timer: TimerHandle;
}

/** Tells the core what was read of the timelines, gathered for each customer. */
export class ReadReceipts {
  readonly #context: AdapterContext;
  readonly #gathered = new Map<Address, Gathered>();
  readonly #telling = new Set<Promise<void>>();
  #stopped = false;

  constructor(context: AdapterContext) {
    this.#context = context;
  }

  note(customer: Address, range: ReadRange): void {
    this.#gather(customer, [range], GATHER_MS);
  }

  /** Tells what is still gathered. Resolves when all of it is taken, or cannot be. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const customer of [...this.#gathered.keys()]) this.#flush(customer);
    await Promise.all(this.#telling);
  }

  #gather(customer: Address, read: readonly ReadRange[], waitMs: number): void {
    if (this.#stopped) return;
    const known = this.#gathered.get(customer);
    const ranges = read.reduce(joined, known?.ranges ?? []);
    const timer = known?.timer ?? this.#context.clock.setTimeout(() => this.#flush(customer), waitMs);
    this.#gathered.set(customer, { ranges, timer });
  }

  #flush(customer: Address): void {
    const { ranges = [], timer } = this.#gathered.get(customer) ?? {};
    this.#gathered.delete(customer);
    timer?.cancel();
    const telling = this.#tell(customer, [...ranges]).finally(() => this.#telling.delete(telling));
    this.#telling.add(telling);
  }

  async #tell(customer: Address, untold: ReadRange[]): Promise<void> {
    try {
      for (let [range] = untold; range !== undefined; [range] = untold) {
        await this.#context.receiveReceipt(customer, { of: range, state: 'delivered' });
        untold.shift();
      }
    } catch (error) {
      const { channel, logger } = this.#context;
      const { code = 'unexpected', retryAfterMs } = error instanceof TrunklineError ? error : {};
      logger.warn({ event: 'receipt.not-taken', channel, code }, 'what a customer has read could not be noted');
      if (retryAfterMs !== undefined) this.#gather(customer, untold, retryAfterMs);
    }
  }
}

/** Adds a range; those that meet become one, so that there are as many as there are gaps. */
function joined(ranges: readonly ReadRange[], range: ReadRange): readonly ReadRange[] {
  const meets = ({ after, upTo }: ReadRange): boolean => after <= range.upTo && range.after <= upTo;
  const met = [range, ...ranges.filter(meets)];
  const whole = {
    after: Math.min(...met.map(({ after }) => after)),
    upTo: Math.max(...met.map(({ upTo }) => upTo)),
  };
  return [...ranges.filter((one) => !meets(one)), whole];
}

/** What the customer said needs no receipt. */
export function isTold({ body }: TimelineEntry): boolean {
  return body.type !== 'message.created' || body.message.author.kind !== 'customer';
}
