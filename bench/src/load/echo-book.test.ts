import { expect, it } from 'vitest';
import { EchoBook } from './echo-book.ts';

function faultsOf(numbers: readonly number[], said: number = numbers.length) {
  const book = new EchoBook();
  for (const number of numbers) book.arrived(7, number);
  book.close(7, said);
  return book.faults;
}

it.each([
  [[0, 1, 2], 3, { lost: 0, duplicated: 0, reordered: 0 }],
  [[0, 1], 3, { lost: 1, duplicated: 0, reordered: 0 }],
  [[0, 2], 3, { lost: 1, duplicated: 0, reordered: 0 }],
  [[0, 2, 1], 3, { lost: 0, duplicated: 0, reordered: 1 }],
  [[0, 1, 1, 2], 3, { lost: 0, duplicated: 1, reordered: 0 }],
  [[2, 0, 0], 3, { lost: 1, duplicated: 1, reordered: 1 }],
  [[], 2, { lost: 2, duplicated: 0, reordered: 0 }],
])('of %j, %i having been said, it says %j', (numbers, said, faults) => {
  expect(faultsOf(numbers, said)).toEqual(faults);
});

it('holds each customer by itself', () => {
  const book = new EchoBook();
  expect([book.arrived(1, 0), book.arrived(2, 0), book.arrived(1, 1)]).toEqual([true, true, true]);
  book.close(1, 2);
  book.close(2, 1);
  expect(book.faults).toEqual({ lost: 0, duplicated: 0, reordered: 0 });
});

it('forgives a repeat that says that it is one, and does not take it for news', () => {
  const book = new EchoBook();
  book.arrived(1, 0);
  expect(book.arrived(1, 0, true)).toBe(false);
  expect(book.faults.duplicated).toBe(0);
});
