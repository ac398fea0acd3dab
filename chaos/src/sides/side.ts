import type { Chance } from '@trunkline/bench/chance';
import type { Arrived, CameAgain } from '../oracle/account.ts';

/** What a customer says. */
export interface Saying {
  /** Unique within the run. */
  readonly customer: string;
  /** Counted from 0, for each customer. */
  readonly number: number;
  readonly text: string;
}

/** How the other end of a side behaves: takes all, takes no connection or no message, takes its time, answers anything. */
export type Manners = 'well' | 'down' | 'refusing' | 'slow' | 'rubbish';

/**
 * One medium with its customers: how they speak to the bridge, and what reaches them. Told in the order of life: `open` →
 * everything else → `close`. Knows nothing of the bridge but what is documented for the medium.
 */
export interface Side {
  /** The channel's name in the config. */
  readonly channel: string;
  open(): Promise<void>;
  /** The channel's block in the config, indented as it stands there. Called after `open`. */
  config(): string;
  /** Says it until the bridge has accepted it. Resolves to how the bridge names it from then on. */
  say(bridgeUrl: string, saying: Saying, signal: AbortSignal): Promise<string>;
  /** The provider comes again with what was accepted before. Resolves to what is wrong with the answer; null: nothing. */
  comeAgain(bridgeUrl: string, saying: Saying, signal: AbortSignal): Promise<string | null>;
  behave(manners: Manners, chance: Chance): Promise<void>;
  /** Epoch milliseconds of the last time that something reached somebody. */
  readonly lastAt: number;
  /** What agents said and a customer was told, in the order in which it came first. */
  arrived(customer: string): readonly Arrived[];
  /** What of it came again, as the medium can tell (by an id that must not change), one for each time. */
  cameAgain(customer: string): readonly CameAgain[];
  /** By the bridge's name of a message: why its author was told that it was given up. */
  readonly givenUp: ReadonlyMap<string, string>;
  /** What is wrong that has nothing to do with one message, in words. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}
