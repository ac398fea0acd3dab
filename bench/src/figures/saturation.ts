import { type ClosedLoop, type LoadSample, runClosedLoop } from '../load/closed-loop.ts';
import { median, medianRatio } from '../median.ts';
import type { Stage } from '../stage.ts';
import type { SubjectName } from '../subjects/subject.ts';
import type { BenchRun } from './bench-run.ts';

export type BySubject<Value> = Readonly<Record<SubjectName, Value>>;

export type Saturation = BySubject<LoadSample> & {
  /** Bridge by floor: the medians of what they are in each round. */
  readonly ratio: { readonly throughput: number; readonly cpuPerRoundTrip: number };
};

/** The medians over the rounds, floor and bridge in turn. */
export async function measureSaturation(run: BenchRun, stages: readonly Stage[]): Promise<Saturation> {
  const { rounds, atOnce, warmUpMs, measureMs } = run.settings;
  const samples: Record<SubjectName, LoadSample[]> = { floor: [], bridge: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const stage of stages) {
      const { name } = stage.subject;
      const warmUp = round === 0 ? firstWarmUp(run) : { warmUpMs };
      const loop = { customers: atOnce, atOnce, ...warmUp, measureMs };
      const sample = await runClosedLoop(stage, loop);
      samples[name].push(sample);
      const [perSecond, us] = [sample.roundTripsPerSecond.toFixed(0), sample.cpuUsPerRoundTrip.toFixed(0)];
      run.progress(`saturation ${round + 1}/${rounds}, ${name}: ${perSecond}/s, ${us} µs each`);
    }
  const { floor, bridge } = samples;
  const ratio = (value: (sample: LoadSample) => number) => medianRatio(bridge.map(value), floor.map(value));
  return {
    floor: medianSample(floor),
    bridge: medianSample(bridge),
    ratio: {
      throughput: ratio((sample) => sample.roundTripsPerSecond),
      cpuPerRoundTrip: ratio((sample) => sample.cpuUsPerRoundTrip),
    },
  };
}

export function firstWarmUp({ settings }: BenchRun): Pick<ClosedLoop, 'warmUpMs' | 'warmUpTrips'> {
  return { warmUpMs: settings.firstWarmUpMs, warmUpTrips: settings.firstWarmUpTrips };
}

export function medianSample(samples: readonly LoadSample[]): LoadSample {
  const of = (value: (sample: LoadSample) => number) => median(samples.map(value));
  return {
    roundTripsPerSecond: of((sample) => sample.roundTripsPerSecond),
    cpuUsPerRoundTrip: of((sample) => sample.cpuUsPerRoundTrip),
    busy: {
      subject: of(({ busy }) => busy.subject),
      sandbox: of(({ busy }) => busy.sandbox),
      load: of(({ busy }) => busy.load),
    },
  };
}
