import type { Chance } from '@trunkline/bench/chance';
import type { Side } from '../sides/side.ts';
import type { Agents } from '../subject/agents.ts';
import type { BridgeKeeper } from '../subject/bridge-keeper.ts';

/** What faults may reach. */
export interface World {
  readonly bridge: BridgeKeeper;
  readonly agents: Agents;
  readonly sides: readonly Side[];
}

/** One strike of a fault. */
interface Strike {
  readonly world: World;
  /** Decides everything about it. */
  readonly chance: Chance;
  /** The run is being given up. */
  readonly signal: AbortSignal;
}

/** Resolves when it is over and everything is as it was before, but for what the bridge has still to mend. */
export type Fault = (strike: Strike) => Promise<void>;

/** A whole number from `least` to `most`. */
export function between(chance: Chance, least: number, most: number): number {
  return least + Math.floor(chance.next() * (most - least + 1));
}

export function oneOf<One>(chance: Chance, all: readonly [One, ...One[]]): One {
  return all[Math.floor(chance.next() * all.length)] ?? all[0];
}
