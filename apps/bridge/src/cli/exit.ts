import process from 'node:process';
import { CommanderError } from 'commander';
import { ConfigError } from '../config/errors.ts';

/** 0: fine. 2: rejected before anything was opened. 1: everything else. */
export type ExitCode = 0 | 1 | 2;

export const EXIT: { readonly ok: 0; readonly failed: 1; readonly rejected: 2 } = { ok: 0, failed: 1, rejected: 2 };

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.rejected;
  return error instanceof ConfigError ? EXIT.rejected : EXIT.failed;
}

export function endProcess(code: number): void {
  process.exit(code);
}
