import { expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { RateLimiter } from './rate-limiter.ts';

const rate = { key: 'C1', perSecond: 1, burst: 2 };

it('lets a burst through, then one in each interval, in the order of asking', () => {
  const limiter = new RateLimiter(new ManualClock());
  expect([1, 2, 3, 4].map(() => limiter.take(rate))).toEqual([0, 0, 1_000, 2_000]);
});

it('has its burst again after a pause, and no more than that', async () => {
  const clock = new ManualClock();
  const limiter = new RateLimiter(clock);
  for (let turn = 0; turn < 3; turn += 1) limiter.take(rate);
  await clock.advance(60_000);
  expect([1, 2, 3].map(() => limiter.take(rate))).toEqual([0, 0, 1_000]);
});

it('keeps keys apart', () => {
  const limiter = new RateLimiter(new ManualClock());
  const other = { ...rate, key: 'C2' };
  for (let turn = 0; turn < 3; turn += 1) limiter.take(rate);
  expect(limiter.take(other)).toBe(0);
});

it('obeys the other side: no turn comes before it wants one, and then one at a time', () => {
  const limiter = new RateLimiter(new ManualClock());
  limiter.pause(rate, 30_000);
  limiter.pause(rate, 10_000);
  expect([1, 2].map(() => limiter.take(rate))).toEqual([30_000, 30_000]);
  expect(limiter.take(rate)).toBe(31_000);
});

it('waits no longer than a quarter of an hour, however long the other side would have it', () => {
  const limiter = new RateLimiter(new ManualClock());
  limiter.pause(rate, Number.POSITIVE_INFINITY);
  expect(limiter.take(rate)).toBe(15 * 60_000);
});
