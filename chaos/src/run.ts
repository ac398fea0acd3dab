import { setMaxListeners } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NO_FAULT } from './faults/kinds.ts';
import { talk } from './load/talk.ts';
import { keepEvidence } from './report/evidence.ts';
import type { Progress } from './report/progress.ts';
import { isGood, type Result, resultOf, type Struck } from './report/result.ts';
import { openScene, type Scene, type SceneOptions } from './scene.ts';
import { scheduleOf } from './schedule/schedule.ts';
import { strikeAll } from './schedule/strike-all.ts';
import { Turns } from './schedule/turns.ts';
import type { Settings } from './settings.ts';
import { untilQuiet } from './settling.ts';
import { SHORTENED } from './subject/timing.ts';

export interface RunOptions extends Pick<SceneOptions, 'between'> {
  readonly settings: Settings;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface Run {
  readonly result: Result;
  /** Where everything is kept that tells what happened. */
  readonly folder: string;
}

/** Everything once: the parts started, customers and faults let loose, all accounted for. */
export async function runChaos({ settings, progress, signal, between = {} }: RunOptions): Promise<Run> {
  const startedAt = performance.now();
  const scene = await openScene({ timing: SHORTENED, between, media: settings.media });
  const { bridge, book, folder } = scene;
  try {
    await bridge.start();
    const struck: Struck[] = [];
    await letLoose({ scene, settings, progress, struck }, signal);
    progress.say('everything was said; waiting for what is under way');
    const restless = await settleTwice(scene, signal);
    progress.say('accounting');
    const accounts = await scene.account();
    const { verdicts, transcripts, continued } = accounts;
    const problems = [...accounts.problems, ...restless];
    const facts = {
      customers: [...book.customers].length,
      chats: transcripts.length,
      'chats that began with what was said before': continued,
      'messages that providers brought again': book.cameAgain,
      'starts of the bridge that were refused and repeated': bridge.refusedStarts,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    };
    const result = resultOf({ seed: settings.seed, verdicts, struck, before: NO_FAULT, problems, facts });
    if (!isGood(result)) await keepEvidence({ folder, result, accounts, book });
    return { result, folder };
  } finally {
    await scene.close();
  }
}

interface Loose {
  readonly scene: Scene;
  readonly settings: Settings;
  readonly progress: Progress;
  readonly struck: Struck[];
}

async function letLoose({ scene, settings, progress, struck }: Loose, signal: AbortSignal): Promise<void> {
  const { bridge, agents, sides, book, folder } = scene;
  const schedule = scheduleOf(settings);
  await writeFile(join(folder, 'schedule.json'), JSON.stringify({ settings, schedule }, null, 2));
  const turns = new Turns(schedule);
  const over = new AbortController();
  const { atMostMinutes } = settings;
  const enough = atMostMinutes === null ? signal : AbortSignal.timeout(atMostMinutes * 60_000);
  const all = AbortSignal.any([signal, over.signal]);
  setMaxListeners(0, signal, all);
  const words = (): string => `accepted, ${struck.length} faults, the last one ${struck.at(-1)?.kind ?? 'none'}`;
  const watching = setInterval(() => progress.show(book.accepted, settings.messages, words()), 500);
  try {
    await Promise.all([
      talk({ ...settings, overMs: settings.minutes * 60_000, sides, bridgeUrl: bridge.url, book, turns, enough }, all),
      strikeAll({ turns, world: { bridge, agents, sides }, book, struck, enough }, all),
    ]);
  } finally {
    clearInterval(watching);
    over.abort();
  }
}

/** What was lost on the way to the bridge is found by whoever takes the chats up again. */
export async function settleTwice(scene: Scene, signal: AbortSignal): Promise<readonly string[]> {
  const first = await untilQuiet(scene, { all: false }, signal);
  await scene.bridge.restart();
  const second = await untilQuiet(scene, { all: true }, signal);
  await scene.bridge.stop();
  return [...first, ...second];
}
