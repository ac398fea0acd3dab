import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inRepository } from '@trunkline/bench/repository';
import { expect, it } from 'vitest';

const run = promisify(execFile);

async function fuzz(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [inRepository('chaos/dist/fuzz/main.js'), ...args]);
  return stdout;
}

it('finds nothing in any parser that faces the outside', { timeout: 300_000 }, async () => {
  const table = await fuzz('--seed', '7', '--runs', '6000');
  const [, inputs, accepted, refused, crashes, wronglyTaken] = total(table);
  expect(Number(inputs)).toBeGreaterThanOrEqual(6_000);
  expect(Number(accepted)).toBeGreaterThan(1_000);
  expect(Number(refused)).toBeGreaterThan(1_000);
  expect([crashes, wronglyTaken]).toEqual(['0', '0']);
  expect(table).toContain('seed: 7');
});

it('refuses a target that it does not know', async () => {
  await expect(fuzz('--only', 'the-moon')).rejects.toMatchObject({ code: 2 });
});

function total(table: string): readonly string[] {
  const line = table.split('\n').find((one) => one.startsWith('| total')) ?? '';
  return line
    .split('|')
    .slice(1)
    .map((cell) => cell.trim());
}
