import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('lets customers go on a little beyond the first fault that has not struck', () => {
  const planned = [10, 20].map((after) => ({ kind: 'kill', after, seed: 1 }));
  const turns = new Turns(planned);
  expect(turns.upTo()).toBe(35);
  for (const one of planned.slice(0, 1)) turns.took(one);
  expect(turns.upTo()).toBe(45);
  for (const one of planned) turns.took(one);
  expect(turns.upTo()).toBe(Number.POSITIVE_INFINITY);
});
