import type { Fault } from '../figures/bench-run.ts';
import type { CommitOrder } from '../figures/commit-order.ts';
import type { Latency } from '../figures/half-load.ts';
import type { MemoryReading } from '../figures/ladder.ts';
import type { Measured } from '../figures/measure-all.ts';
import type { Recovery } from '../figures/recovery.ts';
import type { Rung } from '../figures/rung.ts';
import type { LoadSample } from '../load/closed-loop.ts';
import type { SubjectName } from '../subjects/subject.ts';
import { type Goal, goalsOf } from './goals.ts';

/** What `--json` prints. Null: not measured. */
export interface Result {
  readonly floor: SubjectResult;
  readonly bridge: SubjectResult & { readonly recovery: Recovery | null; readonly commits: CommitOrder | null };
  readonly direct: Latency | null;
  /** Bridge by floor, compared round by round. */
  readonly ratio: Ratios;
  /** Of the bridge, with as many conversations as were opened. */
  readonly rssPerConversationKB: number | null;
  readonly recoveryS: number | null;
  /** CPU of the bridge for a round trip with the most customers, by that with 100. */
  readonly growth: number | null;
  readonly goals: readonly Goal[];
  readonly correct: boolean;
  readonly faults: readonly Fault[];
  readonly reduced: readonly string[];
  readonly node: string;
  readonly tookS: number;
}

interface SubjectResult {
  readonly throughput: number | null;
  /** Microseconds. */
  readonly cpuPerRoundTrip: number | null;
  readonly busy: LoadSample['busy'] | null;
  readonly halfLoad: Latency | null;
  readonly coldStartMs: number | null;
  readonly memory: readonly MemoryReading[];
  readonly byCustomers: readonly Rung[];
}

interface Ratios {
  readonly throughput: number | null;
  readonly cpuPerRoundTrip: number | null;
  readonly p99HalfLoad: number | null;
}

const BASE_CUSTOMERS = 100;

export function resultOf(measured: Measured): Result {
  const [floor, bridge] = [subjectOf(measured, 'floor'), subjectOf(measured, 'bridge')];
  const { recovery, commits, faults, reduced, saturation, halfLoad, tookS } = measured;
  const facts = {
    ratio: {
      throughput: saturation?.ratio.throughput ?? null,
      cpuPerRoundTrip: saturation?.ratio.cpuPerRoundTrip ?? null,
      p99HalfLoad: halfLoad?.p99Ratio ?? null,
    },
    rssPerConversationKB: bridge.memory.at(-1)?.kbPerConversation ?? null,
    recoveryS: recovery?.recoveredS ?? null,
    growth: growthOf(bridge.byCustomers),
  };
  return {
    floor,
    bridge: { ...bridge, recovery, commits },
    direct: halfLoad?.direct ?? null,
    ...facts,
    goals: goalsOf({
      ...facts,
      customers: bridge.byCustomers.at(-1)?.customers ?? 0,
      conversations: recovery?.conversations ?? 0,
    }),
    correct: faults.every(({ subject }) => subject !== 'bridge'),
    faults,
    reduced,
    node: process.version,
    tookS,
  };
}

function subjectOf({ saturation, halfLoad, coldStartMs, ladders }: Measured, name: SubjectName): SubjectResult {
  return {
    throughput: saturation?.[name].roundTripsPerSecond ?? null,
    cpuPerRoundTrip: saturation?.[name].cpuUsPerRoundTrip ?? null,
    busy: saturation?.[name].busy ?? null,
    halfLoad: halfLoad?.[name] ?? null,
    coldStartMs: coldStartMs?.[name] ?? null,
    memory: ladders?.[name].memory ?? [],
    byCustomers: ladders?.[name].rungs ?? [],
  };
}

/** Null if there is no rung above the base. */
export function growthOf(rungs: readonly Rung[]): number | null {
  const base = rungs.find(({ customers }) => customers === BASE_CUSTOMERS);
  const most = rungs.at(-1);
  if (base === undefined || most === undefined || most.customers <= base.customers) return null;
  return most.cpuUsPerRoundTrip / base.cpuUsPerRoundTrip;
}
