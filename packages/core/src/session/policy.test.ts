import { expect, it } from 'vitest';
import { retryDelayMs } from './policy.ts';

it.each([
  [1, undefined, 500],
  [2, undefined, 1_000],
  [9, undefined, 1_000],
  [1, 3_000, 3_000],
  [1, 86_400_000, 900_000],
  [1, Number.POSITIVE_INFINITY, 900_000],
])('waits after attempt %i, asked for %s ms, %i ms', (attempt, retryAfterMs, delayMs) => {
  expect(retryDelayMs([500, 1_000], attempt, { retryAfterMs, jitter: 0 })).toBe(delayMs);
});
