import { type LoadSample, runClosedLoop } from '../load/closed-loop.ts';
import type { Stage } from '../stage.ts';
import type { SubjectName } from '../subjects/subject.ts';
import type { BenchRun } from './bench-run.ts';
import { type Latency, measureLatency } from './half-load.ts';
import { medianSample } from './saturation.ts';

/** All figures with so many customers, each with an open conversation. */
export interface Rung extends LoadSample, Latency {
  readonly customers: number;
}

export interface RungOptions {
  readonly customers: number;
  readonly warmUpMs: number;
}

/** Full load in turn, then half of it: both at the rate that is half of what the slower one takes. */
export async function measureRung(
  run: BenchRun,
  stages: readonly Stage[],
  { customers, warmUpMs }: RungOptions,
): Promise<Readonly<Record<SubjectName, Rung>>> {
  const { atOnce, rungMs: measureMs, rungRounds, rungRoundsUntilMs } = run.settings;
  const rounds = run.elapsedMs < rungRoundsUntilMs ? rungRounds : 1;
  const samples: Record<SubjectName, LoadSample[]> = { floor: [], bridge: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const stage of stages)
      samples[stage.subject.name].push(await runClosedLoop(stage, { customers, atOnce, warmUpMs, measureMs }));
  const medians = { floor: medianSample(samples.floor), bridge: medianSample(samples.bridge) };
  const perSecond = Math.min(medians.floor.roundTripsPerSecond, medians.bridge.roundTripsPerSecond) / 2;
  const latencies: Record<SubjectName, Latency[]> = { floor: [], bridge: [] };
  for (const stage of stages)
    latencies[stage.subject.name].push(
      await measureLatency(stage.customers, { customers, perSecond, warmUpMs, measureMs, seed: 1 }),
    );
  const rungOf = (name: SubjectName): Rung => {
    const [latency = { perSecond, p50Ms: Number.NaN, p99Ms: Number.NaN }] = latencies[name];
    return { customers, ...medians[name], ...latency };
  };
  const [floorUs, bridgeUs] = [medians.floor.cpuUsPerRoundTrip, medians.bridge.cpuUsPerRoundTrip];
  run.progress(`growth, ${customers} customers: floor ${floorUs.toFixed(0)} µs, bridge ${bridgeUs.toFixed(0)} µs`);
  return { floor: rungOf('floor'), bridge: rungOf('bridge') };
}
