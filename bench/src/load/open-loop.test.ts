import { expect, it } from 'vitest';
import { Chance } from './chance.ts';
import { Rotation } from './rotation.ts';

it('draws the same gaps from the same seed, as long on average as the rate says', () => {
  const [one, same] = [new Chance(7), new Chance(7)];
  const gapsMs = Array.from({ length: 20_000 }, () => one.gapMs(500));
  expect(gapsMs.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => same.gapMs(500)));
  const meanMs = gapsMs.reduce((sum, gapMs) => sum + gapMs, 0) / gapsMs.length;
  expect(meanMs).toBeCloseTo(2, 1);
  expect(new Chance(8).next()).not.toBe(new Chance(7).next());
});

it('lets nobody talk twice at once, and whoever waited longest first', async () => {
  const rotation = new Rotation(2);
  expect([await rotation.take(), await rotation.take()]).toEqual([0, 1]);
  const order: string[] = [];
  const first = rotation.take().then((customer) => order.push(`first ${customer}`));
  const second = rotation.take().then((customer) => order.push(`second ${customer}`));
  rotation.give(1);
  rotation.give(0);
  await Promise.all([first, second]);
  expect(order).toEqual(['first 1', 'second 0']);
  rotation.give(0);
  expect(await rotation.take()).toBe(0);
});
