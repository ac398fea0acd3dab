import { setTimeout as sleep } from 'node:timers/promises';
import { Chance } from '@trunkline/bench/chance';
import { BAD } from '../oracle/account.ts';
import { settleTwice } from '../run.ts';
import { openScene } from '../scene.ts';
import { UNHURRIED } from '../subject/timing.ts';
import { Memory } from './memory.ts';
import type { Part, PartOptions } from './part.ts';
import { Talkers } from './talkers.ts';

const HOUR_MS = 3_600_000;
/** An hour in a minute, and in less if the run is to be short. */
const TIMES = 60;
const CUSTOMERS = 200;
const SAY_EVERY_MS = 20;

/** Nobody takes webhooks for an hour of the bridge's time, while customers and agents go on speaking. */
export async function receiverHour({ progress, signal }: PartOptions): Promise<Part> {
  const nodeFlags = ['--import', new URL(`./fast-clock.js?times=${TIMES}`, import.meta.url).href];
  // What the sandbox does by itself keeps pace with the bridge's clock.
  const knobs = ['--heartbeat', String(Math.floor(UNHURRIED.heartbeatMs / TIMES))];
  const scene = await openScene({ timing: UNHURRIED, keeper: { nodeFlags }, knobs });
  const { bridge, web } = scene;
  const memory = new Memory(() => bridge.pid);
  try {
    await bridge.start();
    const talkers = new Talkers(scene);
    await talkers.openAll(CUSTOMERS, 16, signal);
    await web.behave('refusing', new Chance(1));
    progress.say(`webhooks are refused for an hour, ${TIMES} times as fast`);
    const from = performance.now();
    for (let said = 0; performance.now() - from < HOUR_MS / TIMES; said += 1) {
      await talkers.say(said % CUSTOMERS, signal);
      await sleep(SAY_EVERY_MS, undefined, { signal });
    }
    const { knocks } = web;
    await web.behave('well', new Chance(1));
    const backAt = Date.now();
    const restless = await settleTwice(scene, signal);
    const accounts = await scene.account();
    const bad = accounts.verdicts.filter(({ outcome }) => BAD.some((one) => one === outcome)).length;
    const givenUp = accounts.verdicts.filter(({ outcome }) => outcome === 'givenUp').length;
    return {
      name: 'a webhook receiver is down for an hour',
      figures: {
        'the bridge’s clock, times as fast': TIMES,
        'messages meanwhile': scene.book.accepted - CUSTOMERS,
        'requests that reached it meanwhile': knocks,
        'given up': givenUp,
        'all delivered after, s of the bridge’s time': Math.round(((web.lastAt - backAt) / 1_000) * TIMES),
        'most memory, MB': memory.most,
        'lost, doubled or out of order': bad,
      },
      problems: [
        ...restless,
        ...accounts.problems,
        ...(bad > 0 ? [`${bad} messages were lost, doubled, out of order or unaccounted`] : []),
        ...(givenUp > 0 ? [`${givenUp} messages were given up within their age`] : []),
        ...(knocks > CUSTOMERS ? [`${knocks} requests hammered at a receiver that is down`] : []),
      ],
    };
  } finally {
    memory.stop();
    await scene.close();
    await scene.remove();
  }
}
