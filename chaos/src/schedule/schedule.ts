import { Chance } from '@trunkline/bench/chance';

/** One thing that will go wrong. */
export interface Planned {
  readonly kind: string;
  /** It strikes once so many messages of customers have been accepted. */
  readonly after: number;
  /** Of everything else about it. */
  readonly seed: number;
}

export interface ScheduleOptions {
  readonly seed: number;
  readonly messages: number;
  readonly kills: number;
  /** How many other faults there are. */
  readonly others: number;
  /** Among which they are chosen; `kill` is not one of them. */
  readonly kinds: readonly string[];
}

/** At the end there is time to see how everything comes to its end. */
const LAST = 0.97;

/** What strikes, and when, in order. The same seed and numbers make the same schedule. */
export function scheduleOf({ seed, messages, kills, others, kinds }: ScheduleOptions): readonly Planned[] {
  const chance = new Chance(seed);
  const when = (): number => Math.floor(chance.next() * messages * LAST);
  const planned = (kind: string): Planned => ({ kind, after: when(), seed: Math.floor(chance.next() * 2 ** 31) });
  return [
    ...Array.from({ length: kills }, () => planned('kill')),
    ...deal(chance, kinds, kinds.length === 0 ? 0 : others).map(planned),
  ].sort((one, other) => one.after - other.after);
}

/** So many, each as often as the others as far as that goes, in random order. */
function deal(chance: Chance, kinds: readonly string[], count: number): readonly string[] {
  const dealt: string[] = [];
  let deck: string[] = [];
  while (dealt.length < count) {
    if (deck.length === 0) deck = [...kinds];
    dealt.push(...deck.splice(Math.floor(chance.next() * deck.length), 1));
  }
  return dealt;
}
