import { setTimeout as sleep } from 'node:timers/promises';
import { BAD } from '../oracle/account.ts';
import { settleTwice } from '../run.ts';
import { openScene, type Scene } from '../scene.ts';
import type { Answer } from '../sides/http-side.ts';
import type { Saying } from '../sides/side.ts';
import { UNHURRIED } from '../subject/timing.ts';
import { Memory } from './memory.ts';
import type { Part, PartOptions } from './part.ts';
import { Talkers } from './talkers.ts';

const AT_ONCE = 64;
const MEASURE_MS = 5_000;
const TIMES = 10;
/** So many requests reach the bridge at the same time. */
const CONNECTIONS = 2_000;
const TICK_MS = 5;
/** Requests under way: beyond that the machine that asks is what is measured. */
const MOST_UNDER_WAY = 5_000;
/** Customers who have spoken before; the others are new. Enough of them that there is always one who has had an answer. */
const KNOWN = MOST_UNDER_WAY;
/** Every so many-th message comes from somebody new; more conversations than that would need more files than there are. */
const NEW_EACH = 20;
/** The number of somebody who says nothing while it lasts. */
const NOBODY_YET = 10_000_000;
const MOST_MB = 1_024;

interface Counts {
  offered: number;
  accepted: number;
  shed: number;
  /** 503 without a time to come again, or anything else. */
  odd: number;
  broken: number;
  /** Whether these were taken, nobody has said. */
  readonly doubtful: Saying[];
}

/** Ten times as many messages as the bridge carries, for a while. */
export async function tenTimes({ settings, progress, signal }: PartOptions): Promise<Part> {
  const scene = await openScene({ timing: UNHURRIED, connections: CONNECTIONS });
  const memory = new Memory(() => scene.bridge.pid);
  try {
    await scene.bridge.start();
    const talkers = new Talkers(scene);
    const carried = await talkers.carried(AT_ONCE, MEASURE_MS, signal);
    progress.say(`the bridge carries ${Math.round(carried)} round trips a second; now ten times that`);
    await talkers.openAll(KNOWN, AT_ONCE, signal);
    await scene.web.connect(scene.bridge.url);
    const counts: Counts = { offered: 0, accepted: 0, shed: 0, odd: 0, broken: 0, doubtful: [] };
    await flood({ scene, talkers, counts, perSecond: carried * TIMES, forMs: settings.seconds * 1_000 }, signal);
    progress.say(`over after ${counts.accepted} accepted and ${counts.shed} turned away; now somebody new`);
    const overAt = performance.now();
    await talkers.roundTrip(NOBODY_YET, signal);
    const recoveredMs = performance.now() - overAt;
    const mostMb = memory.most;
    const doubtful = counts.doubtful.splice(0);
    progress.say(`answered after ${Math.round(recoveredMs)} ms; ${doubtful.length} who had no answer ask again`);
    await askAgain(doubtful, scene, signal);
    progress.say('waiting for what was accepted');
    const restFrom = Date.now();
    const restless = await settleTwice(scene, signal);
    const restMs = Math.max(0, scene.web.lastAt - restFrom);
    const accounts = await scene.account();
    const bad = accounts.verdicts.filter(({ outcome }) => BAD.some((one) => one === outcome)).length;
    return {
      name: 'ten times what it carries',
      figures: {
        'carried, round trips a second': Math.round(carried),
        'asked for a second': Math.round(carried * TIMES),
        'really offered a second': Math.round(counts.offered / settings.seconds),
        'accepted a second': Math.round(counts.accepted / settings.seconds),
        'turned away with 503 and Retry-After': counts.shed,
        'connections that broke': counts.broken,
        'most memory, MB': mostMb,
        'first round trip of somebody new after it, ms': Math.round(recoveredMs),
        'the last answer to what was accepted after that, ms': Math.round(restMs),
        'accepted messages lost, doubled or out of order': bad,
      },
      problems: [
        ...restless,
        ...accounts.problems,
        ...(counts.odd > 0 ? [`${counts.odd} answers were neither 202 nor 503 with Retry-After`] : []),
        ...(bad > 0 ? [`${bad} accepted messages were lost, doubled, out of order or unaccounted`] : []),
        ...(mostMb > MOST_MB ? [`memory grew to ${mostMb} MB`] : []),
        // What was accepted comes first. It must not be so much that it takes longer than the overload lasted.
        ...(recoveredMs > settings.seconds * 1_000 ? [`it took ${Math.round(recoveredMs)} ms to recover`] : []),
      ],
    };
  } finally {
    memory.stop();
    await scene.close();
    await scene.remove();
  }
}

interface Flood {
  readonly scene: Scene;
  readonly talkers: Talkers;
  readonly counts: Counts;
  readonly perSecond: number;
  readonly forMs: number;
}

/**
 * Nobody waits for anybody else's answer, nor comes again while it lasts. A customer says one thing at a time, since of
 * two at the same moment nobody could say which is first.
 */
async function flood({ scene, talkers, counts, perSecond, forMs }: Flood, signal: AbortSignal): Promise<void> {
  const { web, bridge, book } = scene;
  const from = performance.now();
  const underWay = new Set<Promise<void>>();
  const rotation = Array.from({ length: KNOWN }, (_, who) => who);
  let newcomers = KNOWN;

  async function once(who: number): Promise<void> {
    const saying = talkers.next(who);
    const answer = await web.post(bridge.url, saying).catch(() => null);
    count(answer);
    if (answer?.status === 202) book.note(web, saying, answer.messageId);
    if (answer === null) counts.doubtful.push(saying);
    else if (who < KNOWN) rotation.push(who);
  }

  function count(answer: Answer | null): void {
    if (answer === null) counts.broken += 1;
    else if (answer.status === 202) counts.accepted += 1;
    else if (answer.status === 503 && answer.retryAfterS !== null) counts.shed += 1;
    else counts.odd += 1;
  }

  for (let elapsed = 0; elapsed < forMs; elapsed = performance.now() - from) {
    const due = Math.floor((elapsed / 1_000) * perSecond);
    for (; counts.offered < due && underWay.size < MOST_UNDER_WAY; counts.offered += 1) {
      const who = counts.offered % NEW_EACH === 0 ? newcomers++ : rotation.shift();
      if (who === undefined) break;
      const one = once(who).finally(() => underWay.delete(one));
      underWay.add(one);
    }
    await sleep(TICK_MS, undefined, { signal });
  }
  await Promise.all(underWay);
}

/** Whoever has had no answer asks again; what was taken then is a duplicate now. */
async function askAgain(doubtful: readonly Saying[], { web, bridge, book }: Scene, signal: AbortSignal): Promise<void> {
  const left = doubtful.values();
  const ask = async (): Promise<void> => {
    for (const saying of left) book.note(web, saying, await web.say(bridge.url, saying, signal));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
}
