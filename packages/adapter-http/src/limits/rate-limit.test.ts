import { ManualClock } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { MAX_BUCKETS, RateLimit } from './rate-limit.ts';

function limitOf(perSecond: number, burst: number) {
  const clock = new ManualClock();
  const limit = new RateLimit({ perSecond, burst }, clock);
  const takeMany = (id: string, count: number) => Array.from({ length: count }, () => limit.take(id));
  return { clock, limit, takeMany };
}

it('lets a burst through, then one each time one has grown again', async () => {
  const { clock, limit, takeMany } = limitOf(2, 3);
  expect(takeMany('ann', 4)).toEqual([0, 0, 0, 500]);
  await clock.advance(499);
  expect(limit.take('ann')).toBeGreaterThan(0);
  await clock.advance(1);
  expect(takeMany('ann', 2)).toEqual([0, 500]);
  await clock.advance(60_000);
  expect(takeMany('ann', 4)).toEqual([0, 0, 0, 500]);
});

it('lets whoever waits as long as it says go on, also when it asked in vain meanwhile', async () => {
  const { clock, limit } = limitOf(0.3, 1);
  limit.take('ann');
  for (let waited = limit.take('ann'); waited > 0; waited = limit.take('ann')) {
    expect(waited).toBeLessThanOrEqual(3_334);
    await clock.advance(Math.ceil(waited / 3));
  }
  expect(clock.now()).toBeLessThan(Date.UTC(2026, 0, 1) + 3_500);
});

it('counts each id by itself', () => {
  const { limit, takeMany } = limitOf(1, 1);
  expect([takeMany('ann', 2), limit.take('bob'), limit.take('carl')]).toEqual([[0, 1_000], 0, 0]);
});

it('forgets whoever has its whole burst again', async () => {
  const { clock, limit } = limitOf(1, 2);
  for (let number = 0; number < 5_000; number += 1) limit.take(`customer-${number}`);
  expect(limit.size).toBe(5_000);
  await clock.advance(1_000);
  limit.take('ann');
  expect(limit.size).toBe(1);
});

it('remembers no more than so many, whatever comes', () => {
  const { limit } = limitOf(1, 1);
  for (let number = 0; number < MAX_BUCKETS + 1_000; number += 1) limit.take(`customer-${number}`);
  expect(limit.size).toBe(MAX_BUCKETS);
  expect(limit.take(`customer-${MAX_BUCKETS + 999}`)).toBeGreaterThan(0);
});
