import process from 'node:process';
import { setInterval as every } from 'node:timers/promises';
import type { Environment } from '../config/interpolate.ts';

const POLL_MS = 300;

/**
 * Resolves once the shell of `npm start` is gone, or the signal is aborted. A SIGTERM to npm ends that shell, which
 * does not pass it on. Started in any other way, a program may outlive its parent.
 */
export async function untilLauncherIsGone(environment: Environment, signal: AbortSignal): Promise<void> {
  const launcher = process.ppid;
  const byNpm = environment['npm_lifecycle_event'] !== undefined;
  try {
    for await (const _ of every(POLL_MS, undefined, { signal, ref: false })) {
      if (byNpm && process.ppid !== launcher) return;
    }
  } catch {
    // Aborted: nobody waits any more.
  }
}
