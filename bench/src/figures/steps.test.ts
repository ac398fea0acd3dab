import { expect, it } from 'vitest';
import { stepsOf } from './steps.ts';

const settings = { rungs: [1, 100, 1_000, 10_000], memoryRungs: [1_000, 5_000, 1_000_000] };

it('climbs from few to many', () => {
  expect(stepsOf(settings, 18_500)).toEqual([
    { conversations: 1, withLoad: true, withMemory: false },
    { conversations: 100, withLoad: true, withMemory: false },
    { conversations: 1_000, withLoad: true, withMemory: true },
    { conversations: 5_000, withLoad: false, withMemory: true },
    { conversations: 10_000, withLoad: true, withMemory: false },
    { conversations: 18_500, withLoad: false, withMemory: true },
  ]);
});

it('goes no higher than the machine allows', () => {
  expect(stepsOf(settings, 700)).toEqual([
    { conversations: 1, withLoad: true, withMemory: false },
    { conversations: 100, withLoad: true, withMemory: false },
    { conversations: 700, withLoad: true, withMemory: true },
  ]);
});
