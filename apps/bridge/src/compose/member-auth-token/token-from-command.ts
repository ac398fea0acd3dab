import type { ChildProcess } from 'node:child_process';
import type { Clock } from '@trunkline/core';
import { MemberAuthError } from './member-auth-error.ts';
import { killProgram, type Program, startProgram } from './program.ts';
import { MAX_TOKEN_BYTES, shownToken } from './shown-token.ts';

export interface TokenCommand extends Program {
  readonly clock: Clock;
}

const WHO = 'the command of memberAuthToken';

/** For what it printed last. Something that it has started may hold its stdout open for ever. */
const GRACE_AFTER_EXIT_MS = 250;

/** Runs the program, hands it the customer and takes what it prints. Nothing that it has started outlives that. */
export async function tokenFromCommand(asked: TokenCommand, customer: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const child = start(asked);
  try {
    return shownToken(await printed(child, { customer, clock: asked.clock, signal }), WHO);
  } finally {
    killProgram(child);
  }
}

function start(asked: TokenCommand): ChildProcess {
  try {
    return startProgram(asked);
  } catch (error) {
    throw notStarted(error);
  }
}

/** Without what was thrown: that repeats the arguments. */
function notStarted(error: unknown): MemberAuthError {
  const { code } = error as NodeJS.ErrnoException;
  return new MemberAuthError(`${WHO} cannot be started (${code ?? 'no reason given'})`);
}

interface Run {
  readonly customer: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function printed(child: ChildProcess, { customer, clock, signal }: Run): Promise<string> {
  const toCancel: (() => void)[] = [];
  try {
    return await new Promise<string>((resolve, reject) => {
      const out: Buffer[] = [];
      const said = { bytes: 0, lines: 0 };
      let size = 0;
      const onEnd = (code: number | null, killedBy: NodeJS.Signals | null): void => {
        if (code === 0) resolve(Buffer.concat(out).toString('utf8'));
        else reject(failed(code === null ? killedBy : `exit code ${code}`, said));
      };
      child.on('error', (error) => reject(notStarted(error)));
      child.once('exit', (code, killedBy) => {
        // When the grace is over, what has come meanwhile is still read.
        const grace = clock.setTimeout(() => setImmediate(onEnd, code, killedBy), GRACE_AFTER_EXIT_MS);
        toCancel.push(() => grace.cancel());
      });
      child.once('close', onEnd);
      // A program that does not read, or is killed, breaks the pipe; its exit code says what that means.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.on('error', () => undefined);
      child.stdout?.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_TOKEN_BYTES) reject(new MemberAuthError(`${WHO} prints more than a token`));
        else out.push(chunk);
      });
      child.stderr?.on('data', (chunk: Buffer) => {
        said.bytes += chunk.length;
        said.lines += chunk.toString('latin1').split('\n').length - 1;
      });
      const onAbort = (): void => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      toCancel.push(() => signal.removeEventListener('abort', onAbort));
      child.stdin?.end(customer);
    });
  } finally {
    child.removeAllListeners('exit');
    for (const cancel of toCancel) cancel();
  }
}

function failed(how: string | null, said: { readonly bytes: number; readonly lines: number }): MemberAuthError {
  return new MemberAuthError(
    `${WHO} ended with ${how} and ${said.bytes} bytes (${said.lines} lines) on stderr, which are not repeated here`,
  );
}
