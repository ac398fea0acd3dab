import { setTimeout as sleep } from 'node:timers/promises';
import type { Trouble } from '../sides/side.ts';
import { between, type Fault } from './fault.ts';

/** What the clouds of the media do, for a while. Nothing happens where a medium cannot have it. */
function media(trouble: Trouble): Fault {
  return async ({ world: { sides }, chance, signal }) => {
    const suffering = await Promise.all(sides.map((side) => side.suffer(trouble, chance)));
    if (!suffering.includes(true)) return;
    await sleep(between(chance, 1_000, 4_000), undefined, { signal });
    await Promise.all(sides.map((side) => side.behave('well', chance)));
  };
}

export const mediumFaults: Readonly<Record<string, Fault>> = {
  'medium-throttles': media('throttled'),
  'medium-loses-answers': media('answers-lost'),
  'medium-writes-late': media('late-write'),
  'medium-strays': media('strays'),
  'medium-drops-sockets': media('sockets'),
};
