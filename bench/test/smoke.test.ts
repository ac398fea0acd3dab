import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { inRepository } from '../src/subjects/repository.ts';

const run = promisify(execFile);
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-bench-test-'));
  folders.push(folder);
  return folder;
}

async function bench(...args: readonly string[]): Promise<{ readonly out: string; readonly left: readonly string[] }> {
  const TMPDIR = await freshFolder();
  const env = { ...process.env, TMPDIR };
  const { stdout } = await run(process.execPath, [inRepository('bench/dist/main.js'), ...args], { env });
  return { out: stdout, left: (await readdir(TMPDIR)).filter((name) => name.startsWith('trunkline-')) };
}

it('measures every figure, finds nothing wrong and leaves nothing behind', async () => {
  const plot = join(await freshFolder(), 'plot.svg');
  const { out, left } = await bench('--quick', '--json', '--plot', plot);
  const result = JSON.parse(out);
  const number = expect.any(Number);
  expect(result).toMatchObject({
    floor: {
      throughput: number,
      cpuPerRoundTrip: number,
      halfLoad: { p50Ms: number, p99Ms: number },
      coldStartMs: number,
    },
    bridge: { throughput: number, recovery: { readyMs: number }, commits: { writes: number, uncommitted: 0 } },
    ratio: { throughput: number, cpuPerRoundTrip: number, p99HalfLoad: number },
    rssPerConversationKB: number,
    recoveryS: number,
    growth: number,
    correct: true,
    faults: [],
  });
  expect(result.bridge.commits.writes).toBeGreaterThan(0);
  expect(left).toEqual([]);
  expect(await readFile(plot, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
});

it('measures only what is asked for', async () => {
  const { out } = await bench('--quick', '--json', '--only', 'start');
  expect(JSON.parse(out)).toMatchObject({ floor: { coldStartMs: expect.any(Number), throughput: null }, growth: null });
});

it('says where the bridge spends its time', async () => {
  const { out, left } = await bench('--quick', '--profile');
  expect(out).toMatch(/round trips a second[\s\S]+ % {2}store-sqlite[\s\S]+ % {2}/);
  expect(left).toEqual([]);
});

it('refuses what it does not know', async () => {
  await expect(bench('--only', 'everything')).rejects.toMatchObject({ code: 2 });
});
