import { expect, it } from 'vitest';
import { align } from './align.ts';

/** `b!`: it says that it is late. */
const seen = (text: string) => ({ text: text.replace('!', ''), late: text.endsWith('!') });

const faults = (expected: string, observed: string) => {
  const { missing, repeated, foreign, overtaken } = align(expected.split(' '), observed.split(' ').map(seen));
  return { missing, repeated, foreign, overtaken };
};
const nothing = { missing: [], repeated: [], foreign: [], overtaken: [] };

it.each([
  ['a b c', 'a b c', {}],
  ['a ok b ok c', 'a ok b ok c', {}],
  ['a b c', 'a c', { missing: [1] }],
  ['a b c', 'a b b c', { repeated: [2] }],
  ['a b c', 'a c b', { overtaken: [2] }],
  ['a b c', 'a b c d', { foreign: [3] }],
  ['a ok b ok c', 'a b ok c', { missing: [1] }],
  ['a ok b ok c', 'a ok b c', { missing: [3] }],
  ['a ok b ok c', 'a ok ok b ok c', { repeated: [2] }],
  ['a ok b ok c', 'a ok b ok ok c', { repeated: [4] }],
  ['a ok b', 'a b ok', { overtaken: [2] }],
  ['a ok b ok c', 'a ok ok b! c', { overtaken: [3] }],
  ['a ok b ok c', 'a ok b! c', { missing: [3] }],
  ['a ok ok b', 'a ok b', { missing: [2] }],
  ['a ok b', 'a ok b ok', { repeated: [3] }],
])('of %s, when there came %s', (expected, observed, found) => {
  expect(faults(expected, observed)).toEqual({ ...nothing, ...found });
});
