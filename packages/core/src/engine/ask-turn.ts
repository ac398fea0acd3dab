import type { Rate } from '../contracts/abilities.ts';
import type { Clock } from '../contracts/runtime.ts';
import type { Outcome } from '../domain/failure.ts';
import type { CustomerLoop } from './customer-loop.ts';

/** Tells a customer when its turn to be sent to has come. Turns that wait are kept in memory: whoever restarts asks anew. */
export function askTurn(loop: CustomerLoop, clock: Clock): void {
  const rate = rateOf(loop);
  const { rates } = loop.channel;
  const waitMs = rate === null ? 0 : rates.take(rate);
  if (rate === null || waitMs === 0) return loop.post({ type: 'turnCame' });
  clock.setTimeout(() => {
    // The other side has asked for patience meanwhile.
    if (rates.isPaused(rate)) askTurn(loop, clock);
    else loop.post({ type: 'turnCame' });
  }, Math.ceil(waitMs));
}

/** When one is told to wait, the others of the same budget need not find out by themselves. */
export function slowDown(loop: CustomerLoop, outcome: Outcome): void {
  if (outcome.outcome !== 'rejected' || outcome.failure.retryAfterMs === undefined) return;
  const rate = rateOf(loop);
  if (rate !== null) loop.channel.rates.pause(rate, outcome.failure.retryAfterMs);
}

/** An adapter that breaks while it is asked limits nobody. */
function rateOf({ channel, address }: CustomerLoop): Rate | null {
  try {
    return channel.adapter.rate?.(address) ?? null;
  } catch {
    return null;
  }
}
