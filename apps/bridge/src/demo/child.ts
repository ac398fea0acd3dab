import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

const WATCH_PARENT = new URL('./watch-parent.js', import.meta.url).href;
const STOP_TIMEOUT_MS = 11_000;
const KEPT_ERROR_LINES = 20;

export interface ChildCommand {
  /** A script for Node. */
  readonly script: string;
  readonly args: readonly string[];
  readonly onLine?: (line: string) => void;
}

/** A process that goes when this one goes, however that happens. */
export interface Child {
  readonly pid: number | null;
  /** Never rejects; resolves once the process is gone and all it wrote was read. */
  readonly ended: Promise<ChildEnd>;
  kill(): void;
  /** SIGTERM, and SIGKILL if that takes too long. Resolves once it is gone. */
  stop(): Promise<void>;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last of what it wrote to standard error. */
  readonly errors: readonly string[];
}

export function startChild({ script, args, onLine }: ChildCommand): Child {
  // A process group of its own: Ctrl+C is for the parent, which stops its children in order.
  const child = spawn(process.execPath, ['--import', WATCH_PARENT, script, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  });
  const errors: string[] = [];
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => onLine?.(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors.push(line);
    if (errors.length > KEPT_ERROR_LINES) errors.shift();
  });
  const ended = new Promise<ChildEnd>((resolve) => {
    child.once('error', ({ message }) => resolve({ code: null, signal: null, errors: [...errors, message] }));
    child.once('close', (code, signal) => resolve({ code, signal, errors }));
  });
  return {
    pid: child.pid ?? null,
    ended,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM');
      const inTime = new AbortController();
      const tooLate = wait(STOP_TIMEOUT_MS, undefined, { signal: inTime.signal, ref: false }).then(
        () => void child.kill('SIGKILL'),
        () => undefined,
      );
      await ended;
      inTime.abort();
      await tooLate;
    },
  };
}

/** What a person wants to know of an end that nobody asked for. */
export function describeEnd({ code, signal, errors }: ChildEnd): string {
  const how = signal === null ? `with exit code ${code ?? 'unknown'}` : `by ${signal}`;
  return errors.length === 0 ? how : `${how}:\n${errors.join('\n')}`;
}
