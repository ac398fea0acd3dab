import { expect, it } from 'vitest';
import { scheduleOf } from './schedule.ts';

const options = { seed: 7, messages: 1_000, kills: 5, others: 12, kinds: ['away', 'storm', 'locked'] };

it('is the same for the same seed and another one for another', () => {
  expect(scheduleOf(options)).toEqual(scheduleOf(options));
  expect(scheduleOf({ ...options, seed: 8 })).not.toEqual(scheduleOf(options));
});

it('kills as often as asked and gives the others equal turns', () => {
  const kinds = scheduleOf(options).map(({ kind }) => kind);
  const count = (wanted: string) => kinds.filter((kind) => kind === wanted).length;
  expect(['kill', 'away', 'storm', 'locked'].map(count)).toEqual([5, 4, 4, 4]);
});

it('strikes in order and while messages still come', () => {
  const moments = scheduleOf(options).map(({ after }) => after);
  expect(moments).toEqual([...moments].sort((a, b) => a - b));
  expect(Math.max(...moments)).toBeLessThan(options.messages);
});

it('does without other faults', () => {
  expect(scheduleOf({ ...options, kinds: [] })).toHaveLength(5);
});
