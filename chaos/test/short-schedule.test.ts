import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inRepository } from '@trunkline/bench/repository';
import { afterEach, expect, it } from 'vitest';

const run = promisify(execFile);
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function chaos(...args: readonly string[]): Promise<{ readonly out: string; readonly left: readonly string[] }> {
  const TMPDIR = await mkdtemp(join(tmpdir(), 'trunkline-chaos-test-'));
  folders.push(TMPDIR);
  const env = { ...process.env, TMPDIR };
  const { stdout } = await run(process.execPath, [inRepository('chaos/dist/main.js'), ...args], { env });
  return { out: stdout, left: (await readdir(TMPDIR)).filter((name) => name.startsWith('trunkline-')) };
}

const KINDS = ['term', 'drop-sockets', 'duplicate-frames', '5xx-after', 'reset-mid-body', 'agent-ends'];
const MORE_KINDS = ['expired-tokens', 'away', 'receiver-down', 'receiver-rubbish', 'database-locked'];
const OF_CLOUDS = ['medium-throttles', 'medium-loses-answers', 'medium-drops-sockets'];

it('accounts for every message while everything fails', { timeout: 300_000 }, async () => {
  const faults = [...KINDS, ...MORE_KINDS].join(',');
  const sizes = ['--messages', '600', '--customers', '60', '--kills', '3', '--minutes', '0.15'];
  const { out, left } = await chaos('--seed', '11', ...sizes, '--faults', faults, '--sides', 'http', '--json');
  const result = JSON.parse(out);
  expect(result.bad).toEqual([]);
  expect(result.problems).toEqual([]);
  expect(result.toAgent.accepted).toBe(600);
  const { delivered, givenUp, late, beyondReach } = result.toAgent.outcomes;
  expect(delivered + givenUp + late + beyondReach).toBe(600);
  expect(result.total.strikes).toBe(14);
  expect(left).toEqual([]);
});

it('accounts for what is said on phones and in Slack as well', { timeout: 300_000 }, async () => {
  const sizes = ['--messages', '120', '--customers', '24', '--kills', '1', '--minutes', '0.1'];
  const { out } = await chaos('--seed', '13', ...sizes, '--faults', OF_CLOUDS.join(','), '--json');
  const result = JSON.parse(out);
  expect(result.bad).toEqual([]);
  expect(result.problems).toEqual([]);
  expect(result.toAgent.accepted).toBe(120);
});

it('refuses what it does not know', async () => {
  await expect(chaos('--faults', 'earthquake')).rejects.toMatchObject({ code: 2 });
});
