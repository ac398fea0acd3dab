import type { CliIo } from './io.ts';

const QUIET_MS = 1_000;

/** Says on stderr what is being waited for, if it takes longer than a second. */
export async function withProgress<T>(
  io: Pick<CliIo, 'stderr' | 'clock'>,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const timer = io.clock.setTimeout(() => void io.stderr.write(`${what} …\n`), QUIET_MS);
  try {
    return await work();
  } finally {
    timer.cancel();
  }
}
