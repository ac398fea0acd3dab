import { setTimeout as sleep } from 'node:timers/promises';
import { openScene } from '../scene.ts';
import { UNHURRIED } from '../subject/timing.ts';
import { Memory } from './memory.ts';
import type { Part, PartOptions } from './part.ts';
import { Talkers } from './talkers.ts';

const AT_ONCE = 48;
const AWAY_MS = 5_000;
const LOOK_EVERY_MS = 100;
const WANTED_PER_SECOND = 500;

/** Everybody's event stream breaks, the contact centre is away for a while, and then all come back at once. */
export async function reconnect({ settings, progress, signal }: PartOptions): Promise<Part> {
  const scene = await openScene({ timing: UNHURRIED });
  const { bridge, agents } = scene;
  const memory = new Memory(() => bridge.pid);
  try {
    await bridge.start();
    await new Talkers(scene).openAll(settings.conversations, AT_ONCE, signal);
    progress.say(`${settings.conversations} conversations are open; now all streams break`);
    await agents.strike('away');
    await agents.strike('drop-sockets');
    await sleep(AWAY_MS, undefined, { signal });
    await agents.strike('back');
    const backAt = performance.now();
    const reached: { readonly ms: number; readonly attached: number }[] = [];
    for (let attached = 0; attached < settings.conversations; await sleep(LOOK_EVERY_MS, undefined, { signal })) {
      attached = (await agents.openChats()).filter(({ sockets }) => sockets > 0).length;
      reached.push({ ms: performance.now() - backAt, attached });
      if (performance.now() - backAt > bridge.timing.graceMs) break;
    }
    const allMs = reached.at(-1)?.ms ?? 0;
    const missing = settings.conversations - (reached.at(-1)?.attached ?? 0);
    const firstMs = reached.find(({ attached }) => attached > 0)?.ms ?? 0;
    const perSecond = Math.round(fastest(reached));
    const half = bridge.timing.graceMs / 2;
    return {
      name: 'everybody comes back at once',
      figures: {
        conversations: settings.conversations,
        'first one attached after, ms': Math.round(firstMs),
        'all attached after, ms': Math.round(allMs),
        'half of the grace, ms': half,
        'most attached within one second': perSecond,
        'most memory, MB': memory.most,
      },
      problems: [
        ...bridge.problems,
        ...(missing > 0 ? [`${missing} conversations were not taken up within the grace`] : []),
        ...(allMs > half ? [`it took ${Math.round(allMs)} ms, more than half of the grace`] : []),
        ...(perSecond < Math.min(WANTED_PER_SECOND, settings.conversations)
          ? [`at most ${perSecond} a second were attached to, fewer than ${WANTED_PER_SECOND}`]
          : []),
      ],
    };
  } finally {
    memory.stop();
    await scene.close();
    await scene.remove();
  }
}

/** In any second. */
function fastest(reached: readonly { readonly ms: number; readonly attached: number }[]): number {
  const gains = reached.map(({ ms, attached }) => {
    const before = reached.findLast((one) => one.ms <= ms - 1_000)?.attached ?? 0;
    return attached - before;
  });
  return Math.max(0, ...gains);
}
