import { type Alignment, align } from './align.ts';

/** One message on its way to one side, and what became of it. */
export interface Verdict {
  readonly customer: string;
  readonly direction: Direction;
  /** Epoch milliseconds: when it was said. */
  readonly at: number;
  readonly text: string;
  readonly outcome: Outcome;
  /** Why it failed or expired, or what is wrong with it. */
  readonly reason: string | null;
}

export type Direction = 'toAgent' | 'toCustomer';

/** What may be: once, told as given up, come again and said so, late and said so, out of everybody's reach. */
const GOOD = ['delivered', 'givenUp', 'repeated', 'late', 'beyondReach'] as const;
/** What must not be. */
export const BAD = ['lost', 'duplicated', 'reordered', 'unaccounted'] as const;

export type Outcome = (typeof GOOD)[number] | (typeof BAD)[number];

interface Owed {
  readonly text: string;
  readonly at: number;
}

export interface Arrived extends Owed {
  /** The bridge says itself that it comes after something newer. */
  readonly late: boolean;
}

/** What came again under the same id. */
export interface CameAgain extends Owed {
  /** It says itself that it may have come before. */
  readonly flagged: boolean;
}

/** What is known of messages that did not arrive, by text; each counts once. */
export interface Excuses {
  /** Its author was told, with this reason. */
  readonly givenUp: readonly Excuse[];
  /** The bridge noted that it was sent again because nobody could be asked. */
  readonly repeated: readonly Excuse[];
  /** Nobody could have read it any more. */
  readonly beyondReach: readonly Excuse[];
}

export interface Excuse {
  readonly text: string;
  readonly reason: string;
  /** Its author was told as well that it may have arrived, since nobody could be asked. */
  readonly isDoubtful?: boolean;
}

export interface Account {
  readonly customer: string;
  readonly direction: Direction;
  readonly owed: readonly Owed[];
  /** Without what is known by its id to have come before. */
  readonly arrived: readonly Arrived[];
  readonly cameAgain: readonly CameAgain[];
  readonly excuses: Excuses;
}

/** Every message of one customer in one direction, and whatever else came. */
export function settle(account: Account): readonly Verdict[] {
  const { customer, direction, owed, arrived, cameAgain, excuses } = account;
  const found = align(
    owed.map(({ text }) => text),
    arrived,
  );
  const once = new Map(Object.entries(excuses).map(([kind, list]) => [kind, new Pool(list)]));
  const take = (kind: keyof Excuses, text: string): Excuse | null => once.get(kind)?.take(text) ?? null;
  const verdict = (one: Owed, outcome: Outcome, reason: string | null = null): Verdict => {
    return { customer, direction, at: one.at, text: one.text, outcome, reason };
  };
  const missing = found.missing.map((place): Verdict => {
    const one = owed[place] as Owed;
    const givenUp = take('givenUp', one.text);
    if (givenUp !== null) return verdict(one, 'givenUp', givenUp.reason);
    const beyond = take('beyondReach', one.text);
    return beyond === null ? verdict(one, 'lost') : verdict(one, 'beyondReach', beyond.reason);
  });
  const there = arrivals(account, found, (one) => {
    const givenUp = take('givenUp', one.text);
    return givenUp === null || givenUp.isDoubtful === true ? null : 'told as given up, and arrived';
  });
  const again = found.repeated.map((at): Verdict => {
    const one = arrived[at] as Arrived;
    const flagged = take('repeated', one.text);
    return flagged === null ? verdict(one, 'duplicated') : verdict(one, 'repeated', flagged.reason);
  });
  const sameId = cameAgain.map((one) =>
    one.flagged ? verdict(one, 'repeated', 'nobody could be asked') : verdict(one, 'duplicated', 'under the same id'),
  );
  const foreign = found.foreign.map((at) => verdict(arrived[at] as Arrived, 'unaccounted', 'nobody said this'));
  return [
    ...missing,
    ...there.map(({ one, outcome, reason }) => verdict(one, outcome, reason)),
    ...again,
    ...sameId,
    ...foreign,
  ];
}

interface There {
  readonly one: Owed;
  readonly outcome: Outcome;
  readonly reason: string | null;
}

function arrivals(
  { owed, arrived }: Account,
  { placeOf, overtaken }: Alignment,
  contradiction: (one: Owed) => string | null,
): readonly There[] {
  const late = new Set(overtaken);
  return placeOf.flatMap((place, at): readonly There[] => {
    const one = place === null ? undefined : owed[place];
    if (one === undefined) return [];
    const reason = contradiction(one);
    if (reason !== null) return [{ one, outcome: 'unaccounted', reason }];
    if (!late.has(at)) return [{ one, outcome: 'delivered', reason: null }];
    return [{ one, outcome: arrived[at]?.late ? 'late' : 'reordered', reason: null }];
  });
}

/** Excuses that are used up one by one. */
class Pool {
  readonly #byText = new Map<string, Excuse[]>();

  constructor(excuses: readonly Excuse[]) {
    for (const excuse of excuses) this.#byText.set(excuse.text, [...(this.#byText.get(excuse.text) ?? []), excuse]);
  }

  /** What certainly did not arrive comes first: of the rest it may be said that it did. */
  take(text: string): Excuse | null {
    const left = this.#byText.get(text) ?? [];
    const certain = left.findIndex(({ isDoubtful }) => isDoubtful !== true);
    return left.splice(Math.max(certain, 0), 1)[0] ?? null;
  }
}
