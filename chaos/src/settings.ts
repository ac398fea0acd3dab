import type { SideName } from './scene.ts';

/** One run. */
export interface Settings {
  readonly seed: number;
  readonly messages: number;
  readonly customers: number;
  readonly kills: number;
  readonly minutes: number;
  /** After so many nothing more is said and nothing more fails, however much was planned; null: all of it. */
  readonly atMostMinutes: number | null;
  /** The media that customers speak by, in turns. */
  readonly media: readonly SideName[];
  /** Kinds of faults besides kills. */
  readonly kinds: readonly string[];
  /** How many of them there are. */
  readonly others: number;
}

export const DEFAULTS = { messages: 20_000, customers: 2_000, kills: 40, minutes: 5 } as const;

/** One other fault in so many seconds. */
const SECONDS_APART = 6;

export function othersIn(minutes: number, kinds: number): number {
  return kinds === 0 ? 0 : Math.max(kinds, Math.round((minutes * 60) / SECONDS_APART));
}
