import { expect, it } from 'vitest';
import { median, medianRatio, percentile } from './median.ts';

it('finds the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

it('finds what a share does not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile(hundred, 1)]).toEqual([50, 99, 100]);
  expect(percentile([7], 0.99)).toBe(7);
});

it('compares pair by pair', () => {
  expect(medianRatio([5, 50, 3], [10, 100, 4])).toBe(0.5);
});
