import { BAD, type Outcome, type Verdict } from '../oracle/account.ts';

/** What became of the messages that were said while one kind of fault was the last to have struck. */
export interface Row {
  readonly name: string;
  readonly strikes: number;
  /** Messages of customers that were accepted. */
  readonly accepted: number;
  /** Messages of agents. */
  readonly said: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
}

export interface Result {
  readonly seed: number;
  readonly rows: readonly Row[];
  readonly toAgent: Row;
  readonly toCustomer: Row;
  readonly total: Row;
  /** By reason: how many were given up. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly bad: readonly Verdict[];
  /** What else is wrong. */
  readonly problems: readonly string[];
  /** What the run was like. */
  readonly facts: Readonly<Record<string, number>>;
}

export interface Struck {
  readonly kind: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface ResultOptions {
  readonly seed: number;
  readonly verdicts: readonly Verdict[];
  readonly struck: readonly Struck[];
  readonly before: string;
  readonly problems: readonly string[];
  readonly facts: Readonly<Record<string, number>>;
}

export function resultOf({ seed, verdicts, struck, before, problems, facts }: ResultOptions): Result {
  const strikes = [...struck].sort((one, other) => one.at - other.at);
  const kinds = [before, ...new Set(strikes.map(({ kind }) => kind).sort())];
  const byKind = new Map<string, Verdict[]>(kinds.map((kind) => [kind, []]));
  for (const verdict of verdicts) byKind.get(lastBefore(strikes, verdict.at) ?? before)?.push(verdict);
  const row = (name: string, of: readonly Verdict[], count: number): Row => ({ ...rowOf(of), name, strikes: count });
  const toAgent = verdicts.filter(({ direction }) => direction === 'toAgent');
  const toCustomer = verdicts.filter(({ direction }) => direction === 'toCustomer');
  const givenUp = verdicts.filter(({ outcome }) => outcome === 'givenUp' || outcome === 'beyondReach');
  return {
    seed,
    rows: kinds.map((kind) => row(kind, byKind.get(kind) ?? [], strikes.filter((one) => one.kind === kind).length)),
    toAgent: row('to agents', toAgent, strikes.length),
    toCustomer: row('to customers', toCustomer, strikes.length),
    total: row('total', verdicts, strikes.length),
    reasons: counted(givenUp.map(({ direction, reason }) => `${direction}: ${reason}`)),
    bad: verdicts.filter(({ outcome }) => BAD.some((bad) => bad === outcome)),
    problems,
    facts,
  };
}

/** Whether all that must not be is not. */
export function isGood({ bad, problems }: Result): boolean {
  return bad.length === 0 && problems.length === 0;
}

const OUTCOMES: readonly Outcome[] = ['delivered', 'givenUp', 'repeated', 'late', 'beyondReach', ...BAD];
/** What came besides what was owed. */
const BESIDES: ReadonlySet<Outcome> = new Set(['repeated', 'duplicated']);

function rowOf(verdicts: readonly Verdict[]): Omit<Row, 'name' | 'strikes'> {
  const counts = counted(verdicts.map(({ outcome }) => outcome));
  const outcomes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, counts[outcome] ?? 0]));
  const owed = verdicts.filter(({ outcome }) => !BESIDES.has(outcome));
  return {
    accepted: owed.filter(({ direction }) => direction === 'toAgent').length,
    said: owed.filter(({ direction }) => direction === 'toCustomer').length,
    outcomes: outcomes as Record<Outcome, number>,
  };
}

function counted(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function lastBefore(strikes: readonly Struck[], at: number): string | null {
  let [low, high] = [0, strikes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((strikes[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return strikes[low - 1]?.kind ?? null;
}
