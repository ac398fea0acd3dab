import { setMaxListeners } from 'node:events';
import { appendFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_FAULT } from './faults/kinds.ts';
import { Book } from './load/book.ts';
import { talk } from './load/talk.ts';
import { judge, noticesIn } from './oracle/judge.ts';
import { Ledger } from './oracle/ledger.ts';
import type { Progress } from './report/progress.ts';
import { isGood, type Result, resultOf, type Struck } from './report/result.ts';
import { scheduleOf } from './schedule/schedule.ts';
import { Turns } from './schedule/turns.ts';
import { strikeAll } from './schedule/strike-all.ts';
import type { Settings } from './settings.ts';
import { untilQuiet } from './settling.ts';
import { HttpSide } from './sides/http-side.ts';
import { Agents } from './subject/agents.ts';
import { writeBridgeFolder } from './subject/bridge-folder.ts';
import { BridgeKeeper } from './subject/bridge-keeper.ts';
import { SHORTENED } from './subject/timing.ts';

export interface RunOptions {
  readonly settings: Settings;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** What stands between the bridge and either end, given that one's address; for tests of the accounting. */
  readonly between?: {
    readonly agents?: (url: string) => Promise<string>;
    readonly customers?: (url: string) => Promise<string>;
  };
}

export interface Run {
  readonly result: Result;
  /** Where everything is kept that tells what happened. */
  readonly folder: string;
}

/** Everything once: the parts started, customers and faults let loose, all accounted for. */
export async function runChaos({ settings, progress, signal, between = {} }: RunOptions): Promise<Run> {
  const timing = SHORTENED;
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-chaos-'));
  const agents = await Agents.start(timing);
  const sides = [new HttpSide(between.customers === undefined ? {} : { between: between.customers })];
  await Promise.all(sides.map((side) => side.open()));
  const api = (await between.agents?.(agents.url)) ?? agents.url;
  const bridgeFolder = await writeBridgeFolder({ folder, api, sides, timing });
  const log = join(folder, 'bridge.log');
  const bridge = new BridgeKeeper({ folder: bridgeFolder, timing, hear: (line) => appendFileSync(log, `${line}\n`) });
  const book = new Book();
  const struck: Struck[] = [];
  const ledger = new Ledger(bridge.database);
  const startedAt = performance.now();
  try {
    await bridge.start();
    const schedule = scheduleOf(settings);
    await writeFile(join(folder, 'schedule.json'), JSON.stringify({ settings, schedule }, null, 2));
    const turns = new Turns(schedule);
    const over = new AbortController();
    const all = AbortSignal.any([signal, over.signal]);
    setMaxListeners(0, signal, all);
    const watching = setInterval(() => progress.show(book.accepted, settings.messages, words(struck)), 500);
    try {
      await Promise.all([
        talk({ ...settings, overMs: settings.minutes * 60_000, sides, bridgeUrl: bridge.url, book, turns }, all),
        strikeAll({ turns, world: { bridge, agents, sides }, book, struck }, all),
      ]);
    } finally {
      clearInterval(watching);
      over.abort();
    }
    // What was lost on the way to the bridge is found by whoever takes the chats up again.
    progress.say('everything was said; waiting for what is under way');
    const waiting = { ledger, agents, sides, timing, signal };
    const first = await untilQuiet(waiting);
    await bridge.restart();
    const second = await untilQuiet(waiting);
    await bridge.stop();
    progress.say('accounting');
    const transcripts = await agents.transcripts();
    const entries = await ledger.entries();
    const untold = new Set(await ledger.untold('toCustomer'));
    const { verdicts, continued } = judge({
      book,
      transcripts,
      ledger: entries,
      frameLosses: agents.frameLosses,
      untold,
    });
    const toTell = entries.filter(({ direction, state }) => direction === 'toCustomer' && state !== null).length;
    const told = noticesIn(transcripts) + (await ledger.untold('toAgent')).length;
    const result = resultOf({
      seed: settings.seed,
      verdicts,
      struck,
      before: NO_FAULT,
      problems: [
        ...bridge.problems,
        ...book.problems,
        ...sides.flatMap(({ problems }) => problems),
        ...first,
        ...second,
        ...(told < toTell ? [`of ${toTell} messages that customers did not get, agents were told of ${told}`] : []),
      ],
      facts: {
        customers: [...book.customers].length,
        chats: transcripts.length,
        'chats that began with what was said before': continued,
        'messages that providers brought again': book.cameAgain,
        'starts of the bridge that were refused and repeated': bridge.refusedStarts,
        seconds: Math.round((performance.now() - startedAt) / 1_000),
      },
    });
    if (!isGood(result)) await keepEvidence({ folder, result, transcripts, entries, book });
    return { result, folder };
  } finally {
    await bridge.stop().catch(() => {});
    await Promise.all([agents.close(), ...sides.map((side) => side.close())]);
  }
}

function words(struck: readonly Struck[]): string {
  return `accepted, ${struck.length} faults, the last one ${struck.at(-1)?.kind ?? 'none'}`;
}

interface Kept {
  readonly folder: string;
  readonly result: Result;
  readonly transcripts: readonly { readonly chat: { readonly displayName: string } }[];
  readonly entries: readonly { readonly customer: string }[];
  readonly book: Book;
}

/** All that is known of the customers with whom something went wrong. */
async function keepEvidence({ folder, result, transcripts, entries, book }: Kept): Promise<void> {
  const customers = new Set(result.bad.map(({ customer }) => customer));
  const evidence = {
    result,
    cases: [...book.customers]
      .filter(([customer]) => customers.has(customer))
      .map(([customer, { side, all }]) => ({
        customer,
        said: all,
        chats: transcripts.filter(({ chat }) => chat.displayName === customer),
        told: side.arrived(customer),
        ledger: entries.filter((entry) => entry.customer === customer),
      })),
  };
  await writeFile(join(folder, 'evidence.json'), JSON.stringify(evidence, null, 2));
}
