import type { Clock } from '../contracts/runtime.ts';
import type { Answer } from './api/refusal.ts';

/** How long an answer is waited for that is refused for nothing but being asked too often. */
const PATIENCE_MS = 120_000;

export interface Patience {
  readonly clock: Clock;
  /** Aborts when nobody wants to know any more. A controller makes its signal when it is read, which few ever have to. */
  readonly letGo: Pick<AbortController, 'signal'>;
}

/** Asks, and asks again when told to wait. */
export async function patiently<Value>(
  ask: () => Promise<Answer<Value>>,
  { clock, letGo }: Patience,
): Promise<Answer<Value>> {
  const until = clock.monotonic() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer.ok || answer.refusal.status !== 429) return answer;
    const waitMs = answer.refusal.retryAfterMs ?? 1_000;
    const { signal } = letGo;
    if (signal.aborted || clock.monotonic() + waitMs > until) return answer;
    await pause(clock, Math.max(1, waitMs), signal);
  }
}

/** Resolves after a while, or at once when there is nobody any more who waits. */
export function pause(clock: Clock, waitMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = clock.setTimeout(done, waitMs);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      timer.cancel();
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

export interface Deadline {
  readonly signal: AbortSignal;
  /** To be called once it is of no use any more. */
  clear(): void;
}

/** A signal that is aborted with another one, or when the time is up. */
export function within(clock: Clock, timeoutMs: number, signal: AbortSignal): Deadline {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = clock.setTimeout(abort, timeoutMs);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  const clear = () => {
    timer.cancel();
    signal.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, clear };
}
