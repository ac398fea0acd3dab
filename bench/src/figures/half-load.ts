import { openDirectGuests } from '../load/direct-guests.ts';
import { type OpenLoop, runOpenLoop, type Talkers } from '../load/open-loop.ts';
import { median, medianRatio, percentile } from '../median.ts';
import type { Stage } from '../stage.ts';
import { Sandbox } from '../subjects/sandbox.ts';
import type { BenchRun } from './bench-run.ts';
import type { BySubject } from './saturation.ts';

export interface Latency {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export type HalfLoad = BySubject<Latency> & {
  /** The same without anything between: customers that speak with the contact centre themselves. */
  readonly direct: Latency;
  /** Bridge by floor: the median of what it is in each round. */
  readonly p99Ratio: number;
};

/** Both at the same rate, which is half of what the slower one takes: the medians over the rounds, in turn. */
export async function measureHalfLoad(run: BenchRun, stages: readonly Stage[], perSecond: number): Promise<HalfLoad> {
  const { rounds, atOnce, warmUpMs, latencyMs: measureMs } = run.settings;
  const samples: Record<'floor' | 'bridge' | 'direct', Latency[]> = { floor: [], bridge: [], direct: [] };
  const sandbox = await Sandbox.start();
  const direct = await openDirectGuests(sandbox.url, atOnce);
  const talkers: readonly (readonly ['floor' | 'bridge' | 'direct', Talkers])[] = [
    ['direct', direct],
    ...stages.map(({ subject, customers }) => [subject.name, customers] as const),
  ];
  try {
    for (let round = 0; round < rounds; round += 1)
      for (const [name, customers] of talkers) {
        const loop = { customers: atOnce, perSecond, warmUpMs, measureMs, seed: round + 1 };
        const latency = await measureLatency(customers, loop);
        samples[name].push(latency);
        run.progress(`half load ${round + 1}/${rounds}, ${name}: p99 ${latency.p99Ms.toFixed(1)} ms`);
      }
  } finally {
    await direct.close();
    await sandbox.close();
  }
  return {
    floor: medianLatency(samples.floor),
    bridge: medianLatency(samples.bridge),
    direct: medianLatency(samples.direct),
    p99Ratio: medianRatio(p99sOf(samples.bridge), p99sOf(samples.floor)),
  };
}

export async function measureLatency(customers: Talkers, loop: OpenLoop): Promise<Latency> {
  const latenciesMs = await runOpenLoop(customers, loop);
  return { perSecond: loop.perSecond, p50Ms: percentile(latenciesMs, 0.5), p99Ms: percentile(latenciesMs, 0.99) };
}

function medianLatency(samples: readonly Latency[]): Latency {
  return {
    perSecond: median(samples.map(({ perSecond }) => perSecond)),
    p50Ms: median(samples.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(samples.map(({ p99Ms }) => p99Ms)),
  };
}

function p99sOf(samples: readonly Latency[]): readonly number[] {
  return samples.map(({ p99Ms }) => p99Ms);
}
