import type { Clock, Store } from '@trunkline/core';

const EVERY_MS = 60_000;

/** Counts what nobody looks after, at most once a minute, however often it is asked for; null: the store cannot tell now. */
export function createUnaccounted({
  store,
  clock,
}: {
  readonly store: Pick<Store, 'unaccounted'>;
  readonly clock: Clock;
}): () => Promise<number | null> {
  let known: Promise<number | null> = Promise.resolve(null);
  let askedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.monotonic();
    if (now - askedAt >= EVERY_MS) {
      askedAt = now;
      known = store.unaccounted().catch(() => null);
    }
    return known;
  };
}
