import { writeFile } from 'node:fs/promises';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { BenchRun } from './figures/bench-run.ts';
import { measureAll } from './figures/measure-all.ts';
import { profileBridge } from './profile/profile-bridge.ts';
import { plotOf } from './report/plot.ts';
import { resultOf } from './report/result.ts';
import { tableOf } from './report/table.ts';
import { FIGURES, type Figure, fullSettings, quickSettings, type Settings } from './settings.ts';

interface Flags {
  readonly json?: boolean;
  readonly quick?: boolean;
  readonly only?: readonly Figure[];
  readonly rounds?: number;
  readonly plot?: string;
  readonly profile?: string | true;
}

/** Resolves to the exit code: 1 if the bridge broke a promise, 2 if the arguments are wrong. Missed goals are printed. */
export async function runBench(args: readonly string[]): Promise<number> {
  const flags = parse(args);
  if (typeof flags === 'number') return flags;
  const progress = (text: string): void => void process.stderr.write(`${text}\n`);
  const run = new BenchRun(settingsOf(flags), progress);
  const stop = (): void => void run.cleanUp().then(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    if (flags.profile !== undefined) {
      process.stdout.write(await profileBridge(run, flags.profile === true ? null : flags.profile));
      return 0;
    }
    const measured = await measureAll(run);
    const result = resultOf(measured);
    if (flags.plot !== undefined) await writeFile(flags.plot, plotOf(measured));
    process.stdout.write(flags.json ? `${JSON.stringify(result, null, 2)}\n` : tableOf(measured, result));
    return result.correct ? 0 : 1;
  } finally {
    await run.cleanUp();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function settingsOf({ quick, only, rounds }: Flags): Settings {
  const settings = quick ? quickSettings : fullSettings;
  return {
    ...settings,
    ...(only === undefined ? {} : { figures: new Set(only) }),
    ...(rounds === undefined ? {} : { rounds }),
  };
}

function parse(args: readonly string[]): Flags | number {
  const command = new Command('bench')
    .description('measures the bridge against its floor, a bare relay of the same parts, in turn and in one run')
    .option('--json', 'print the result as JSON')
    .option('--quick', 'every figure, none of it exact, in under a minute')
    .option('--only <figure...>', `some figures: ${FIGURES.join(', ')}`, addFigure)
    .option('--rounds <n>', 'how often floor and bridge take turns', positive)
    .option('--plot <file>', 'write a plot of the growth as SVG')
    .option(
      '--profile [file]',
      'instead: where the bridge spends its time at saturation; the CPU profile goes to the file',
    )
    .exitOverride();
  try {
    return command.parse(args, { from: 'user' }).opts<Flags>();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function addFigure(name: string, before: readonly Figure[] = []): readonly Figure[] {
  const figure = FIGURES.find((one) => one === name);
  if (figure === undefined) throw new InvalidArgumentError(`Choose from ${FIGURES.join(', ')}.`);
  return [...before, figure];
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('Not a whole number from 1 on.');
  return number;
}
