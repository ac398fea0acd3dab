import type { Clock } from '../contracts/runtime.ts';

export const MISSED: unique symbol = Symbol('deadline missed');

/**
 * Runs a task with a signal that aborts at the deadline. What a task does after its deadline is nobody's business any
 * more: the result is MISSED then, whether the task obeys its signal or not.
 */
export async function withDeadline<T>(
  clock: Clock,
  timeoutMs: number,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T | typeof MISSED> {
  const abort = new AbortController();
  let missed: (value: typeof MISSED) => void = () => {};
  const deadline = new Promise<typeof MISSED>((resolve) => {
    missed = resolve;
  });
  const timer = clock.setTimeout(() => {
    missed(MISSED);
    abort.abort();
  }, timeoutMs);
  try {
    return await Promise.race([task(abort.signal), deadline]);
  } finally {
    timer.cancel();
  }
}
