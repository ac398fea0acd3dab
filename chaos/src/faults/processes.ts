import { setTimeout as sleep } from 'node:timers/promises';
import { between, type Fault } from './fault.ts';

/** Of a kill: so many in a hundred are followed by another one while the next process starts, or by a pause. */
const TWICE = 15;
const PAUSE = 10;

/** `kill -9` at any moment: a random one after its turn has come, now and then while the bridge is still starting. */
const kill: Fault = async ({ world: { bridge }, chance, signal }) => {
  await sleep(between(chance, 0, 250), undefined, { signal });
  const luck = between(chance, 1, 100);
  const afterMs = luck <= TWICE ? between(chance, 5, 300) : null;
  const awayMs = luck > 100 - PAUSE ? between(chance, 500, 2_500) : 0;
  await bridge.kill({ awayMs, againAfterMs: afterMs });
};

/** An operator's restart. */
const term: Fault = async ({ world: { bridge } }) => {
  await bridge.restart();
};

/** Dead for longer than the grace of the chats. */
const absence: Fault = async ({ world: { bridge } }) => {
  await bridge.kill({ awayMs: bridge.timing.graceMs + 1_500, againAfterMs: null });
};

export const processFaults: Readonly<Record<string, Fault>> = { kill, term, absence };
