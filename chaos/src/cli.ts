import { setMaxListeners } from 'node:events';
import { rm } from 'node:fs/promises';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { FAULT_KINDS } from './faults/kinds.ts';
import { overloadText, PART_NAMES, type PartName, runOverload } from './overload/overload.ts';
import { Progress } from './report/progress.ts';
import { isGood } from './report/result.ts';
import { tableOf } from './report/table.ts';
import { runChaos } from './run.ts';
import { SIDES, type SideName } from './scene.ts';
import { DEFAULTS, othersIn, type Settings } from './settings.ts';

interface Flags {
  readonly seed: number;
  readonly messages: number;
  readonly customers: number;
  readonly kills: number;
  readonly minutes: number;
  readonly atMost?: number;
  readonly faults: readonly string[];
  readonly sides: readonly SideName[];
  readonly json?: boolean;
  readonly keep?: boolean;
}

/** Resolves to the exit code: 1 if anything was lost, came twice, out of order or is unaccounted for; 2 for wrong arguments. */
export async function runCli(args: readonly string[]): Promise<number> {
  const given = new AbortController();
  const stop = (): void => given.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let code = 0;
  const program = command(async (flags) => {
    code = await chaos(flags, given.signal);
  });
  overloadOf(program, async (flags) => {
    code = await overload(flags, given.signal);
  });
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

function command(run: (flags: Flags) => Promise<void>): Command {
  return new Command('chaos')
    .description('lets customers speak while everything fails that can, then accounts for every message')
    .option('--seed <n>', 'what follows from it: who says what, what fails, when and how', positive, random())
    .option('--messages <n>', 'of customers', positive, DEFAULTS.messages)
    .option('--customers <n>', 'who say them', positive, DEFAULTS.customers)
    .option('--kills <n>', 'kill -9', whole, DEFAULTS.kills)
    .option('--minutes <n>', 'over how long the messages are spread', minutes, DEFAULTS.minutes)
    .option('--at-most <minutes>', 'after that, what was said until then is accounted for', minutes)
    .option('--faults <names>', `the others, by comma, or none: ${FAULT_KINDS.join(', ')}`, faults, others())
    .option('--sides <names>', `media of the customers, by comma: ${SIDES.join(', ')}`, sides, SIDES)
    .option('--json', 'print the result as JSON')
    .option('--keep', 'keep the evidence also if nothing is wrong')
    .action(run)
    .exitOverride();
}

interface OverloadFlags {
  readonly seconds: number;
  readonly conversations: number;
  readonly only: readonly PartName[];
  readonly json?: boolean;
}

function overloadOf(program: Command, run: (flags: OverloadFlags) => Promise<void>): void {
  program
    .command('overload')
    .description('more than the bridge can do: ten times its rate, everybody back at once, nobody listening, no files')
    .option('--seconds <n>', 'of ten times the rate', positive, 60)
    .option('--conversations <n>', 'that come back at once', positive, 3_000)
    .option('--only <parts>', `some, by comma: ${PART_NAMES.join(', ')}`, parts, PART_NAMES)
    .option('--json', 'print the result as JSON')
    .action((_flags, command: Command) => run(command.optsWithGlobals<OverloadFlags>()))
    .exitOverride();
}

async function overload({ seconds, conversations, only, json }: OverloadFlags, signal: AbortSignal): Promise<number> {
  const progress = new Progress(process.stderr);
  setMaxListeners(0, signal);
  const found = await runOverload(only, { settings: { seconds, conversations }, progress, signal });
  process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : overloadText(found));
  return found.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

function parts(names: string): readonly PartName[] {
  return names.split(',').map((name) => {
    const part = PART_NAMES.find((one) => one === name);
    if (part === undefined) throw new InvalidArgumentError(`Choose from ${PART_NAMES.join(', ')}.`);
    return part;
  });
}

async function chaos(flags: Flags, signal: AbortSignal): Promise<number> {
  const { seed, messages, customers, kills, minutes: over, atMost = null } = flags;
  const kinds = flags.faults;
  const settings: Settings = {
    seed,
    messages,
    customers,
    kills,
    minutes: over,
    atMostMinutes: atMost,
    kinds,
    media: flags.sides,
    others: othersIn(over, kinds.length),
  };
  const progress = new Progress(process.stderr);
  progress.say(`seed ${seed}`);
  const { result, folder } = await runChaos({ settings, progress, signal });
  process.stdout.write(flags.json ? `${JSON.stringify(result, null, 2)}\n` : tableOf(result));
  const good = isGood(result);
  if (good && !flags.keep) await rm(folder, { recursive: true, force: true });
  else progress.say(`the evidence is in ${folder}`);
  return good ? 0 : 1;
}

function random(): number {
  return 1 + Math.floor(Math.random() * 1_000_000);
}

function others(): readonly string[] {
  return FAULT_KINDS.filter((kind) => kind !== 'kill');
}

function faults(names: string): readonly string[] {
  const kinds = names === 'none' ? [] : names.split(',');
  const unknown = kinds.find((kind) => !others().includes(kind));
  if (unknown !== undefined) throw new InvalidArgumentError(`Choose from ${others().join(', ')}.`);
  return kinds;
}

function sides(names: string): readonly SideName[] {
  return names.split(',').map((name) => {
    const side = SIDES.find((one) => one === name);
    if (side === undefined) throw new InvalidArgumentError(`Choose from ${SIDES.join(', ')}.`);
    return side;
  });
}

function positive(text: string): number {
  const number = whole(text);
  if (number === 0) throw new InvalidArgumentError('Not a whole number from 1 on.');
  return number;
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('Not a whole number from 0 on.');
  return number;
}

function minutes(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('Not a number above 0.');
  return number;
}
