import { setTimeout as sleep } from 'node:timers/promises';
import { between, type Fault, oneOf } from './fault.ts';

const dropSockets: Fault = async ({ world: { agents }, chance, signal }) => {
  for (let left = between(chance, 1, 4); left > 0; left -= 1) {
    const code = oneOf(chance, [null, 1001, 1011, 1012]);
    await agents.strike('drop-sockets', code === null ? {} : { code });
    await sleep(between(chance, 50, 1_200), undefined, { signal });
  }
};

/** They stay open and say nothing: only the heartbeat that is missing tells. */
const stallSockets: Fault = async ({ world: { agents, bridge }, chance, signal }) => {
  await agents.losingFrames(async () => {
    await agents.strike('stall-sockets');
    await sleep(bridge.timing.heartbeatMs * between(chance, 1, 4), undefined, { signal });
    await agents.strike('revive-sockets');
  });
};

/** A rule for so many of the frames that come, of any kind and sender. */
function frames(effect: string, most: number, more: (ms: number) => object = () => ({})): Fault {
  return async ({ world: { agents }, chance, signal }) => {
    const times = between(chance, 5, most);
    const sender = oneOf(chance, ['any', 'own', 'agent'] as const);
    const details = more(between(chance, 100, 1_500));
    await agents.rule({ operation: 'frame', effect, frameType: 'message', sender, times, ...details });
    await sleep(between(chance, 1_000, 3_000), undefined, { signal });
    await agents.clearRules();
  };
}

export const frameFaults: Readonly<Record<string, Fault>> = {
  'drop-sockets': dropSockets,
  'stall-sockets': stallSockets,
  'duplicate-frames': frames('duplicate', 300),
  'delay-frames': frames('delay', 100, (delayMs) => ({ delayMs })),
  'reorder-frames': frames('reorder', 60, (delayMs) => ({ frames: 2, delayMs })),
  'drop-frames': (strike) => strike.world.agents.losingFrames(() => frames('drop', 20)(strike)),
};
