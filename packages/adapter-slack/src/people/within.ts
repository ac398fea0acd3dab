import type { Clock } from '@trunkline/core';

export interface Patience<T> {
  readonly ms: number;
  readonly clock: Clock;
  readonly otherwise: T;
}

/** What comes in time; something else if it does not. The work itself goes on. */
export async function within<T>(work: Promise<T>, { ms, clock, otherwise }: Patience<T>): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const timer = clock.setTimeout(() => resolve(otherwise), ms);
    work.then(resolve, reject).finally(() => timer.cancel());
  });
}
