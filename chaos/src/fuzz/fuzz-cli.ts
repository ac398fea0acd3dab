import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { Progress } from '../report/progress.ts';
import { fuzzTable } from './fuzz-table.ts';
import { runTarget } from './run-target.ts';
import type { Target } from './target.ts';
import { TARGETS } from './targets.ts';
import { added, type Finding, NOTHING, type Tally } from './work.ts';

interface Flags {
  readonly runs: number;
  readonly seed: number;
  readonly only: readonly Target[];
}

const DEFAULT_RUNS = 1_000_000;
const SHOWN = 300;

/** Resolves to the exit code: 1 if a parser crashed, hung or took what it must not; 2 for wrong arguments. */
export async function runFuzzCli(args: readonly string[]): Promise<number> {
  const given = new AbortController();
  const stop = (): void => given.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let code = 0;
  const program = new Command('fuzz')
    .description('hands every parser that faces the outside what nobody honest would send')
    .option('--runs <n>', 'inputs, over all targets', whole, DEFAULT_RUNS)
    .option('--seed <n>', 'every input follows from it', whole, 1 + Math.floor(Math.random() * 1_000_000))
    .option('--only <names>', `some, by comma: ${TARGETS.map(({ name }) => name).join(', ')}`, targets, TARGETS)
    .action(async (flags: Flags) => {
      code = await fuzz(flags, given.signal);
    })
    .exitOverride();
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (given.signal.aborted) return 130;
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

async function fuzz({ runs, seed, only }: Flags, signal: AbortSignal): Promise<number> {
  const progress = new Progress(process.stderr);
  progress.say(`seed ${seed}`);
  const weight = only.reduce((sum, target) => sum + target.weight, 0);
  const tallies = new Map<string, Tally>();
  let done = 0;
  for (const target of only) {
    const inputs = Math.max(1, Math.ceil((runs * target.weight) / weight));
    const onProgress = (number: number): void => progress.show(done + number, runs, `inputs, ${target.name}`);
    tallies.set(target.name, await runTarget({ target, seed, inputs, onProgress }, signal));
    done += inputs;
  }
  const total = [...tallies.values()].reduce(added, NOTHING);
  process.stdout.write(`${fuzzTable(tallies, total)}\n`);
  const findings = [...tallies.values()].flatMap((tally) => tally.findings);
  if (findings.length > 0) process.stdout.write(await keep(findings));
  process.stdout.write(`seed: ${seed}\n`);
  return total.crashes + total.wronglyTaken === 0 ? 0 : 1;
}

/** The smallest input of each finding goes into a file. */
async function keep(findings: readonly Finding[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-fuzz-'));
  const lines = findings.map(async (finding) => {
    const digest = createHash('sha256').update(finding.input).digest('hex').slice(0, 16);
    const file = join(folder, `${finding.target}-${digest}.json`);
    await writeFile(file, JSON.stringify(finding, null, 2));
    return `${finding.kind.toUpperCase()}: ${finding.target}, input ${finding.number} (${digest}): ${finding.what.slice(0, SHOWN)}\n  ${file}\n`;
  });
  return (await Promise.all(lines)).join('');
}

function targets(names: string): readonly Target[] {
  return names.split(',').map((name) => {
    const target = TARGETS.find((one) => one.name === name);
    if (target === undefined)
      throw new InvalidArgumentError(`Choose from ${TARGETS.map((one) => one.name).join(', ')}.`);
    return target;
  });
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('Not a whole number from 1 on.');
  return number;
}
