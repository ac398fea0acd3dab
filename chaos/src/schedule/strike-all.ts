import { setTimeout as sleep } from 'node:timers/promises';
import { Chance } from '@trunkline/bench/chance';
import type { World } from '../faults/fault.ts';
import { FAULTS } from '../faults/kinds.ts';
import type { Book } from '../load/book.ts';
import type { Struck } from '../report/result.ts';
import type { Planned } from './schedule.ts';
import type { Turns } from './turns.ts';

export interface StrikeOptions {
  readonly turns: Turns;
  readonly world: World;
  readonly book: Book;
  /** Aborts when enough has struck. */
  readonly enough: AbortSignal;
  /** Where each is noted as it strikes. */
  readonly struck: Struck[];
}

const LOOK_EVERY_MS = 5;

/**
 * Kills come whenever it is their turn, also in the middle of something else. The others come one after the other, so
 * that what one of them has set is not undone by the next.
 */
export async function strikeAll(
  { turns, world, book, struck, enough }: StrikeOptions,
  signal: AbortSignal,
): Promise<void> {
  async function strike(planned: readonly Planned[]): Promise<void> {
    for (const one of planned) {
      const { kind, after, seed } = one;
      while (book.accepted < after && !enough.aborted) await sleep(LOOK_EVERY_MS, undefined, { signal });
      if (enough.aborted) return;
      struck.push({ kind, at: Date.now() });
      turns.took(one);
      await FAULTS[kind]?.({ world, chance: new Chance(seed), signal });
    }
  }
  const isKill = ({ kind }: Planned): boolean => kind === 'kill';
  const { planned } = turns;
  await Promise.all([strike(planned.filter(isKill)), strike(planned.filter((one) => !isKill(one)))]);
}
