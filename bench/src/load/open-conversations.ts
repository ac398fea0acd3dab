import type { Stage } from '../stage.ts';

const AT_ONCE = 64;

/** Lets new customers write until there are so many. Resolves when each has its first answer. */
export async function openConversations({ customers }: Stage, count: number): Promise<void> {
  let next = customers.count;
  async function work(): Promise<void> {
    while (next < count) {
      const customer = next;
      next += 1;
      await customers.roundTrip(customer);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
