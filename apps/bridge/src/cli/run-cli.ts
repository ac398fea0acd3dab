import { CommanderError } from 'commander';
import { EXIT, exitCodeOf } from './exit.ts';
import { explain } from './explain.ts';
import type { CliIo } from './io.ts';
import { createProgram } from './program.ts';

/** Runs one command; resolves to the exit code. `argv` begins after the script's name. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  let code: number = EXIT.ok;
  try {
    await createProgram(io, (other) => {
      code = other;
    }).parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) io.stderr.write(`${explain(error)}\n`);
    return exitCodeOf(error);
  }
}
