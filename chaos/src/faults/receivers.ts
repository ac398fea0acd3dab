import { setTimeout as sleep } from 'node:timers/promises';
import type { Manners } from '../sides/side.ts';
import { between, type Fault } from './fault.ts';

/** Whatever takes what is said to customers behaves like that for a while. */
function receivers(manners: Manners, forMs: (strike: Parameters<Fault>[0]) => number): Fault {
  return async (strike) => {
    const { sides } = strike.world;
    await Promise.all(sides.map((side) => side.behave(manners, strike.chance)));
    await sleep(forMs(strike), undefined, { signal: strike.signal });
    await Promise.all(sides.map((side) => side.behave('well', strike.chance)));
  };
}

const aWhile: (strike: Parameters<Fault>[0]) => number = ({ chance }) => between(chance, 500, 4_000);

export const receiverFaults: Readonly<Record<string, Fault>> = {
  'receiver-down': receivers('down', aWhile),
  'receiver-slow': receivers('slow', aWhile),
  'receiver-rubbish': receivers('rubbish', aWhile),
  'receiver-beyond-age': receivers('down', ({ world }) => world.bridge.timing.maxAgeMs + 4_000),
};
