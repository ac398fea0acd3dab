import type { Chance } from '@trunkline/bench/chance';
import type { Arrived, CameAgain } from '../oracle/account.ts';
import type { Recorded } from './hearing.ts';

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
 * What a medium's cloud does to the bridge: too many requests, answers lost after the write, writes later than their
 * answer was waited for, what it hands over lost, doubled or delayed, its sockets broken.
 */
export type Trouble = 'throttled' | 'answers-lost' | 'late-write' | 'strays' | 'sockets';

export interface Surroundings {
  /** Where the bridge will be. */
  readonly bridgeUrl: string;
  readonly recorded: Recorded;
}

/**
 * One medium with its customers: how they speak to the bridge, and what reaches them. Told in the order of life: `open` →
 * everything else → `gather` → `close`. Knows nothing of the bridge but what is documented for the medium.
 */
export interface Side {
  /** The channel's name in the config. */
  readonly channel: string;
  /** Whether customers are told of each message, by its name, that it was given up; else only the bridge's books say it. */
  readonly namesFailures: boolean;
  open(around: Surroundings): Promise<void>;
  /** The channel's block in the config, indented as it stands there. Called after `open`. */
  config(): string;
  /**
   * Says it until the medium, or the bridge where there is nothing between, has accepted it. Resolves to how it is named
   * from then on.
   */
  say(bridgeUrl: string, saying: Saying, signal: AbortSignal): Promise<string>;
  /** The provider comes again with what was accepted before. Resolves to what is wrong with the answer; null: nothing. */
  comeAgain(bridgeUrl: string, saying: Saying, signal: AbortSignal): Promise<string | null>;
  /** Whose chat it is by the name that agents see, or whose entry in the books by the address; null: nobody's here. */
  customerOf(nameOrAddress: string): string | null;
  /** What an agent reads of it. */
  heardAs(saying: Saying): string;
  /** A text as it is compared: with one name for everybody, and without what the medium does to it by its nature. */
  plain(text: string): string;
  /** The medium handed it over after what was said later, so that it may come late. */
  wentAstray(customer: string, heard: string): boolean;
  behave(manners: Manners, chance: Chance): Promise<void>;
  /** Plays a trouble until `behave('well')`. Resolves to false where the medium cannot have it. */
  suffer(trouble: Trouble, chance: Chance): Promise<boolean>;
  /** Epoch milliseconds of the last time that something reached somebody, as far as that is told at once. */
  readonly lastAt: number;
  /** Reads what has reached the customers, where that is not told at once. */
  gather(customers: readonly string[]): Promise<void>;
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
