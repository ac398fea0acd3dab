import { setTimeout as sleep } from 'node:timers/promises';
import { between, type Fault, oneOf } from './fault.ts';

const HOW = ['reset', 'unavailable', 'gateway', 'hang'] as const;

/** The whole contact centre does not answer. */
function away(forMs: (strike: Parameters<Fault>[0]) => number): Fault {
  return async (strike) => {
    const { agents } = strike.world;
    await agents.strike('away', { how: oneOf(strike.chance, HOW) });
    await sleep(forMs(strike), undefined, { signal: strike.signal });
    await agents.strike('back');
  };
}

export const outageFaults: Readonly<Record<string, Fault>> = {
  away: away(({ chance }) => between(chance, 500, 5_000)),
  'away-beyond-age': away(({ world }) => world.bridge.timing.maxAgeMs + 4_000),
};
