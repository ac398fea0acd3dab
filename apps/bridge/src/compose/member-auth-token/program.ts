import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';
import type { Environment } from '../../config/interpolate.ts';
import { isPath } from '../load-module.ts';

export interface Program {
  readonly command: readonly string[];
  /** Of the config file: where it runs. */
  readonly folder: string;
  readonly environment: Environment;
  readonly spawn?: typeof spawn;
}

const WINDOWS = process.platform === 'win32';

/** Throws, or has the child emit `error`, if it cannot be started; the child may have no streams then. */
export function startProgram(program: Program): ChildProcess {
  const [name = '', ...args] = program.command;
  const file = isPath(name) ? resolve(program.folder, name) : name;
  const options = { cwd: program.folder, env: program.environment, windowsHide: true, detached: !WINDOWS };
  return (program.spawn ?? spawn)(file, args, options);
}

/** With all that it has started and that did not leave its process group, also when it has itself ended before. */
export function killProgram(child: ChildProcess): void {
  try {
    // A child that never came to be has no id or 0, and the group 0 is our own.
    const { pid = 0 } = child;
    if (pid > 1 && !WINDOWS) process.kill(-pid, 'SIGKILL');
    else if (pid > 1) child.kill('SIGKILL');
  } catch {
    // Nothing of it is left, or it is not ours to kill any more.
  }
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
}
