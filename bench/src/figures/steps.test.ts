import { expect, it } from 'vitest';
import { stepsOf } from './steps.ts';

const settings = { rungs: [1, 10, 100, 1_000, 10_000], memoryRungs: [1_000, 5_000, 1_000_000] };

it('climbs from few to many and reads memory against the last step below', () => {
  expect(stepsOf(settings, 18_500)).toEqual([
    { conversations: 1, withLoad: true, memory: null },
    { conversations: 10, withLoad: true, memory: null },
    { conversations: 100, withLoad: true, memory: 'base' },
    { conversations: 1_000, withLoad: true, memory: 'read' },
    { conversations: 5_000, withLoad: false, memory: 'read' },
    { conversations: 10_000, withLoad: true, memory: null },
    { conversations: 18_500, withLoad: false, memory: 'read' },
  ]);
});

it('goes no higher than the machine allows', () => {
  expect(stepsOf(settings, 700).map(({ conversations }) => conversations)).toEqual([1, 10, 100, 700]);
  expect(stepsOf(settings, 700).at(-1)).toEqual({ conversations: 700, withLoad: true, memory: 'read' });
});
