import { expect, it } from 'vitest';
import { cpuUs, cpuUsOfPs, cpuUsOfStat, rssKb } from './process-usage.ts';

it('reads the CPU time behind a name with spaces and brackets', () => {
  const stat = '7 (a (b) c) S 1 7 7 0 -1 4194304 9 8 7 6 150 25 3 4 20 0 11 0 5 6 7';
  expect(cpuUsOfStat(stat)).toBe(1_750_000);
});

it.each([
  ['0:01.25', 1_250_000],
  ['02:03', 123_000_000],
  ['01:02:03', 3_723_000_000],
  ['1-00:00:01', 86_401_000_000],
])('reads %s as ps writes it', (text, us) => {
  expect(cpuUsOfPs(text)).toBe(us);
});

it('tells what this process has used', async () => {
  expect(await cpuUs(process.pid)).toBeGreaterThan(0);
  expect(await rssKb(process.pid)).toBeGreaterThan(10_000);
});
