import { CommanderError } from 'commander';
import { ConfigError } from '../config/errors.ts';
import { EXIT, type ExitCode } from './exit.ts';

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.rejected;
  return error instanceof ConfigError ? EXIT.rejected : EXIT.failed;
}
