import { setTimeout as sleep } from 'node:timers/promises';
import { type LoadSample, runClosedLoop } from '../load/closed-loop.ts';
import { openConversations } from '../load/open-conversations.ts';
import { rssKb } from '../machine/process-usage.ts';
import { mostConversations, type Room } from '../machine/room.ts';
import type { Stage } from '../stage.ts';
import type { SubjectName } from '../subjects/subject.ts';
import type { BenchRun } from './bench-run.ts';
import { type Latency, measureLatency } from './half-load.ts';
import { type BySubject, medianSample } from './saturation.ts';

/** All figures with so many customers, each with an open conversation. */
export interface Rung extends LoadSample, Latency {
  readonly customers: number;
}

export interface MemoryReading {
  readonly conversations: number;
  readonly rssKb: number;
  /** Above a process that has worked with the customers of the base; null: this is the base. */
  readonly kbPerConversation: number | null;
}

export interface Ladder {
  readonly rungs: readonly Rung[];
  readonly memory: readonly MemoryReading[];
}

/** From one conversation to as many as there is room for, floor and bridge side by side. */
export async function climb(run: BenchRun, room: Room): Promise<BySubject<Ladder>> {
  const { rungs, memoryRungs } = run.settings;
  const most = mostConversations(room);
  const wanted = [...new Set([...rungs, ...memoryRungs])].sort((one, other) => one - other);
  const steps = [...new Set(wanted.map((count) => Math.min(count, most)))];
  if (Math.max(...rungs) > most)
    run.reduced.push(
      `growth: ${most} customers instead of ${Math.max(...rungs)} (files ${room.files}, ports ${room.ports})`,
    );
  const stages = await run.openBoth();
  const ladders: Record<SubjectName, { rungs: Rung[]; memory: MemoryReading[] }> = {
    floor: { rungs: [], memory: [] },
    bridge: { rungs: [], memory: [] },
  };
  for (const count of steps) {
    await Promise.all(stages.map((stage) => openOn(run, stage, count)));
    await sleep(run.settings.quietMs);
    const isMemoryRung = wanted.some((one) => memoryRungs.includes(one) && Math.min(one, most) === count);
    if (isMemoryRung)
      for (const stage of stages) {
        const { memory } = ladders[stage.subject.name];
        memory.push(await readMemory(stage, memory[0]));
      }
    if (!rungs.some((rung) => Math.min(rung, most) === count)) continue;
    for (const rung of await measureRung(run, stages, count)) ladders[rung.subject].rungs.push(rung);
    const isBase = !memoryRungs.some((one) => one <= count);
    if (!isBase) continue;
    await sleep(run.settings.quietMs);
    for (const stage of stages) ladders[stage.subject.name].memory = [await readMemory(stage, undefined)];
  }
  await Promise.all(stages.map((stage) => run.finish(stage, 'growth')));
  return ladders;
}

async function openOn(run: BenchRun, stage: Stage, count: number): Promise<void> {
  const from = performance.now();
  const { rungs, openWithinMs, openUntilMs } = run.settings;
  const leftMs = Math.max(0, openUntilMs - run.elapsedMs);
  await openConversations(stage, count, rungs.includes(count) ? openWithinMs : Math.min(openWithinMs, leftMs));
  const opened = stage.customers.count;
  const s = (performance.now() - from) / 1_000;
  run.progress(`growth, ${stage.subject.name}: ${opened} conversations, ${s.toFixed(1)} s to open`);
  if (opened < count)
    run.reduced.push(`growth: ${stage.subject.name} opened ${opened} conversations of ${count} in the time there was`);
}

async function readMemory({ subject, customers }: Stage, base: MemoryReading | undefined): Promise<MemoryReading> {
  const [conversations, rss] = [customers.count, await rssKb(subject.pid)];
  const kbPerConversation =
    base === undefined ? null : (rss - base.rssKb) / Math.max(1, conversations - base.conversations);
  return { conversations, rssKb: rss, kbPerConversation };
}

async function measureRung(
  run: BenchRun,
  stages: readonly Stage[],
  wanted: number,
): Promise<readonly (Rung & { readonly subject: SubjectName })[]> {
  const { atOnce, rungMs: measureMs, rungRounds } = run.settings;
  const warmUpMs = wanted === run.settings.rungs[0] ? run.settings.firstWarmUpMs : run.settings.warmUpMs;
  const customers = Math.min(wanted, ...stages.map((stage) => stage.customers.count));
  const samples = new Map<Stage, LoadSample[]>(stages.map((stage) => [stage, []]));
  for (let round = 0; round < rungRounds; round += 1)
    for (const [stage, taken] of samples)
      taken.push(await runClosedLoop(stage, { customers, atOnce, warmUpMs, measureMs }));
  const medians = [...samples].map(([stage, taken]) => ({ stage, sample: medianSample(taken) }));
  const perSecond = Math.min(...medians.map(({ sample }) => sample.roundTripsPerSecond)) / 2;
  const rungs: (Rung & { readonly subject: SubjectName })[] = [];
  for (const { stage, sample } of medians) {
    const latency = await measureLatency(stage.customers, { customers, perSecond, warmUpMs, measureMs, seed: 1 });
    const { name: subject } = stage.subject;
    run.progress(`growth, ${subject}, ${customers} customers: ${sample.cpuUsPerRoundTrip.toFixed(0)} µs a round trip`);
    rungs.push({ subject, customers, ...sample, ...latency });
  }
  return rungs;
}
