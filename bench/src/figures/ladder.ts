import { setTimeout as sleep } from 'node:timers/promises';
import { openConversations } from '../load/open-conversations.ts';
import { rssKb } from '../machine/process-usage.ts';
import { mostConversations, type Room } from '../machine/room.ts';
import type { Stage } from '../stage.ts';
import type { SubjectName } from '../subjects/subject.ts';
import type { BenchRun } from './bench-run.ts';
import { measureRung, type Rung } from './rung.ts';
import type { BySubject } from './saturation.ts';
import { type LadderStep, stepsOf } from './steps.ts';

export interface MemoryReading {
  readonly conversations: number;
  readonly rssKb: number;
  /** What each conversation more than at the first reading has added; null: this is the first one. */
  readonly kbPerConversation: number | null;
}

export interface Ladder {
  readonly rungs: readonly Rung[];
  readonly memory: readonly MemoryReading[];
}

/** What is garbage is no conversation's: both collect it when they are told to, before their memory is read. */
const COLLECTS: readonly string[] = [
  '--expose-gc',
  '--import',
  new URL('../machine/collect-on-signal.js', import.meta.url).href,
];

type Growing = Record<SubjectName, { readonly rungs: Rung[]; readonly memory: MemoryReading[] }>;

/** From one conversation to as many as there is room for, floor and bridge side by side. */
export async function climb(run: BenchRun, room: Room): Promise<BySubject<Ladder>> {
  const { rungs, firstWarmUpMs, warmUpMs, quietMs } = run.settings;
  const most = mostConversations(room);
  if (Math.max(...rungs) > most)
    run.reduced.push(`growth: at most ${most} customers (${room.files} files and ${room.ports} ports are allowed)`);
  const stages = await run.openBoth({ nodeFlags: COLLECTS });
  const ladders: Growing = { floor: { rungs: [], memory: [] }, bridge: { rungs: [], memory: [] } };
  let before = 0;
  for (const step of stepsOf(run.settings, most)) {
    if (isTooLate(run, step)) continue;
    await Promise.all(stages.map((stage) => openOn(run, stage, step.conversations)));
    const customers = Math.min(...stages.map((stage) => stage.customers.count));
    if (customers === before) break;
    if (step.withMemory) await readMemory(stages, ladders, quietMs);
    if (step.withLoad) {
      const pair = await measureRung(run, stages, { customers, warmUpMs: before === 0 ? firstWarmUpMs : warmUpMs });
      ladders.floor.rungs.push(pair.floor);
      ladders.bridge.rungs.push(pair.bridge);
    }
    before = customers;
  }
  await Promise.all(stages.map((stage) => run.finish(stage, 'growth')));
  return ladders;
}

/** What only memory would be read for is left out when time is short. */
function isTooLate(run: BenchRun, { withLoad, conversations }: LadderStep): boolean {
  if (withLoad || run.elapsedMs < run.settings.memoryUntilMs) return false;
  run.reduced.push(`growth: no memory with ${conversations} conversations, for lack of time`);
  return true;
}

async function openOn(run: BenchRun, stage: Stage, count: number): Promise<void> {
  const from = performance.now();
  await openConversations(stage, count, run.settings.openWithinMs);
  const [{ name }, opened, tookMs] = [stage.subject, stage.customers.count, performance.now() - from];
  run.progress(`growth, ${name}: ${opened} conversations, ${(tookMs / 1_000).toFixed(1)} s to open`);
  if (opened < count) run.reduced.push(`growth: ${name} opened ${opened} conversations of ${count} in time`);
}

async function readMemory(stages: readonly Stage[], ladders: Growing, quietMs: number): Promise<void> {
  await sleep(quietMs / 2);
  for (const { subject } of stages) process.kill(subject.pid, 'SIGUSR2');
  await sleep(quietMs / 2);
  for (const { subject, customers } of stages) {
    const { memory } = ladders[subject.name];
    const [conversations, rss, base] = [customers.count, await rssKb(subject.pid), memory[0]];
    const kbPerConversation = base === undefined ? null : (rss - base.rssKb) / (conversations - base.conversations);
    memory.push({ conversations, rssKb: rss, kbPerConversation });
  }
}
