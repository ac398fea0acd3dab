import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';
import type { Environment } from '../../config/interpolate.ts';
import { isPath } from '../load-module.ts';
import { MemberAuthError } from './member-auth-error.ts';
import { MAX_TOKEN_BYTES, shownToken } from './shown-token.ts';

export interface TokenCommand {
  readonly command: readonly string[];
  /** Of the config file: where it runs. */
  readonly folder: string;
  readonly environment: Environment;
}

const WHO = 'the command of memberAuthToken';
const WINDOWS = process.platform === 'win32';

/** Runs the program, hands it the customer and takes what it prints. Kills it, and what it started, when the signal aborts. */
export async function tokenFromCommand(asked: TokenCommand, customer: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const child = start(asked);
  const kill = () => killAll(child);
  signal.addEventListener('abort', kill, { once: true });
  try {
    child.stdin.end(customer);
    return shownToken(await printed(child), WHO);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', kill);
    killAll(child);
  }
}

function start({
  command: [program = '', ...args],
  folder,
  environment,
}: TokenCommand): ChildProcessWithoutNullStreams {
  const file = isPath(program) ? resolve(folder, program) : program;
  const child = spawn(file, args, { cwd: folder, env: environment, windowsHide: true, detached: !WINDOWS });
  // A program that does not read, or is killed, breaks the pipe; its exit code says what that means.
  child.stdin.on('error', () => undefined);
  return child;
}

function printed(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve, reject) => {
    const out: Buffer[] = [];
    const said = { bytes: 0, lines: 0 };
    let size = 0;
    child.on('error', (cause: NodeJS.ErrnoException) =>
      reject(new MemberAuthError(`${WHO} cannot be started (${cause.code ?? 'no reason given'})`, cause)),
    );
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_TOKEN_BYTES) reject(new MemberAuthError(`${WHO} prints more than a token`));
      else out.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.bytes += chunk.length;
      said.lines += chunk.toString('latin1').split('\n').length - 1;
    });
    child.on('close', (code, killedBy) => {
      if (code === 0) resolve(Buffer.concat(out).toString('utf8'));
      else
        reject(
          new MemberAuthError(
            `${WHO} ended with ${code === null ? killedBy : `exit code ${code}`} and ${said.bytes} bytes (${said.lines} lines) on stderr, which are not repeated here`,
          ),
        );
    });
  });
}

/** Its process group, so that nothing that it started goes on. */
function killAll(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(WINDOWS ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
}
