import { describe, expect, it } from 'vitest';
import { Journal, type NumberedEvent } from './journal.ts';
import { pathEvent } from './path-event.ts';

describe('the journal', () => {
  it('tells what is kept after a number and then what is new', () => {
    const journal = new Journal();
    const told: number[] = [];
    for (const step of ['a', 'b', 'c']) journal.write(pathEvent('bridge', step));
    const stop = journal.follow(1, ({ number }) => void told.push(number));
    journal.write(pathEvent('bridge', 'd'));
    stop();
    journal.write(pathEvent('bridge', 'e'));
    expect(told).toEqual([2, 3, 4]);
  });

  it('forgets the oldest of very many', () => {
    const journal = new Journal();
    for (let count = 0; count < 1_500; count += 1) journal.write(pathEvent('bridge', 'step'));
    const told: NumberedEvent[] = [];
    journal.follow(0, (event) => void told.push(event));
    expect(told).toHaveLength(1_000);
    expect(told.at(-1)?.number).toBe(1_500);
  });
});
