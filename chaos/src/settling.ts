import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from './scene.ts';

type Waiting = Pick<Scene, 'ledger' | 'agents' | 'sides' | 'bridge' | 'book'>;

const LOOK_EVERY_MS = 250;
/** A look at many thousand chats costs everybody time: between two, as many times of what one took. */
const PAUSE_TIMES = 4;
const QUIET_MS = 2_000;
/** Pauses of routes, looks for what is too old, continued chats: what may take longest, and something on top. */
const ALLOWANCE_MS = 150_000;
const MOST_MS = 60_000;

/**
 * Waits until nothing is on its way any more: everything taken in that media have accepted (if `all`), nothing unfinished in the bridge's books, every open chat attended, and
 * nobody told anything for a while. Resolves to what is wrong if that does not come, in words.
 */
export async function untilQuiet(
  { ledger, agents, sides, bridge, book }: Waiting,
  { all }: { readonly all: boolean },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const end = performance.now() + Math.min(bridge.timing.maxAgeMs, MOST_MS) + ALLOWANCE_MS;
  let quietSince = performance.now();
  for (;;) {
    const lookedAt = performance.now();
    const unfinished = await ledger.unfinished();
    const chats = await agents.openChats();
    const unheard = all ? Math.max(0, book.accepted - (await ledger.takenIn())) : 0;
    const unattended = chats.filter(({ sockets }) => sockets === 0).length;
    const lastAt = Math.max(...sides.map((side) => side.lastAt));
    const now = performance.now();
    if (unfinished > 0 || unattended > 0 || unheard > 0 || Date.now() - lastAt < QUIET_MS) quietSince = now;
    if (now - quietSince >= QUIET_MS) return [];
    if (now > end)
      return [
        `it does not come to rest: ${unheard} messages not taken in, ${unfinished} unfinished, ${unattended} open chats unattended`,
      ];
    await sleep(Math.max(LOOK_EVERY_MS, (performance.now() - lookedAt) * PAUSE_TIMES), undefined, { signal });
  }
}
