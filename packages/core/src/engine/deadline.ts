import type { Clock } from '../contracts/runtime.ts';

export const MISSED: unique symbol = Symbol('deadline missed');

/**
 * Runs a task with a signal that aborts at the deadline. What a task does after its deadline is nobody's business any
 * more: the result is MISSED then, whether the task obeys its signal or not.
 */
export function withDeadline<T>(
  clock: Clock,
  timeoutMs: number,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T | typeof MISSED> {
  const abort = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => {
      resolve(MISSED);
      abort.abort();
    }, timeoutMs);
    begin(task, abort.signal).then(
      (result) => {
        timer.cancel();
        resolve(result);
      },
      (error: unknown) => {
        timer.cancel();
        reject(error);
      },
    );
  });
}

/** A task that throws at once fails like one that rejects; what is no promise is its result. */
function begin<T>(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return Promise.resolve(task(signal));
  } catch (error) {
    return Promise.reject(error);
  }
}
