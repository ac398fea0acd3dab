import { type Command, InvalidArgumentError } from 'commander';
import type { CliIo } from './io.ts';

export interface ConfigOption {
  readonly config: string;
}

export interface ListOptions extends ConfigOption {
  readonly json?: true;
  readonly limit: number;
}

export function withConfig(command: Command): Command {
  return command.option('--config <file>', 'the config file', './trunkline.yaml');
}

export function withList(command: Command): Command {
  return withConfig(command)
    .option('--json', 'print JSON')
    .option('--limit <n>', 'list at most this many', wholeNumber, 1_000);
}

/** A list as long as was asked for may not be all there is. */
export function noteLimit(found: readonly unknown[], limit: number, io: Pick<CliIo, 'stderr'>): void {
  if (found.length === limit) io.stderr.write(`the newest ${limit} are listed; --limit <n> lists more\n`);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}

export function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('A port is 0 to 65535.');
  return Number(text);
}
