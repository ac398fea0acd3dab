import { performance } from 'node:perf_hooks';
import type { Clock } from '../contracts/runtime.ts';

/** The longest delay that a timer of Node takes; more would fire at once. Whoever is woken early looks again. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout(callback, delayMs) {
    const timer = setTimeout(callback, Math.min(delayMs, MAX_DELAY_MS));
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
