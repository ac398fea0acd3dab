import { expect, it } from 'vitest';
import { healthParts } from './health.ts';

it('a part that is well again does not hide the trouble of another', () => {
  const told: (string | null)[] = [];
  const part = healthParts({ reportHealth: (problem) => told.push(problem) });
  const [sockets, workspace] = [part(), part()];
  workspace('the app was removed');
  sockets('no socket');
  sockets(null);
  workspace(null);
  expect(told).toEqual(['the app was removed', 'the app was removed; no socket', 'the app was removed', null]);
});
