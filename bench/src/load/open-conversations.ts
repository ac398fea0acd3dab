import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../stage.ts';

const AT_ONCE = 64;
const LAST_ANSWER_MS = 20_000;

/** Lets new customers write until there are so many, or the time is over. Resolves when each has its first answer. */
export async function openConversations({ customers }: Stage, count: number, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  let next = customers.count;
  async function work(): Promise<void> {
    while (next < count && performance.now() < end) {
      const customer = next;
      next += 1;
      await customers.roundTrip(customer);
    }
  }
  const workers = Promise.all(Array.from({ length: AT_ONCE }, work));
  const over = new AbortController();
  const late = sleep(withinMs + LAST_ANSWER_MS, undefined, { signal: over.signal }).catch(() => {});
  await Promise.race([workers, late]);
  over.abort();
}
