import { type LoadSample, runClosedLoop } from '../load/closed-loop.ts';
import { median } from '../median.ts';
import type { Stage } from '../stage.ts';
import type { SubjectName } from '../subjects/subject.ts';
import type { BenchRun } from './bench-run.ts';

export type BySubject<Value> = Readonly<Record<SubjectName, Value>>;

/** The medians over the rounds, floor and bridge in turn. */
export async function measureSaturation(run: BenchRun, stages: readonly Stage[]): Promise<BySubject<LoadSample>> {
  const { rounds, atOnce, firstWarmUpMs, warmUpMs, measureMs } = run.settings;
  const samples: Record<SubjectName, LoadSample[]> = { floor: [], bridge: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const stage of stages) {
      const { name } = stage.subject;
      const loop = { customers: atOnce, atOnce, warmUpMs: round === 0 ? firstWarmUpMs : warmUpMs, measureMs };
      const sample = await runClosedLoop(stage, loop);
      samples[name].push(sample);
      run.progress(`saturation ${round + 1}/${rounds}, ${name}: ${sample.roundTripsPerSecond.toFixed(0)}/s`);
    }
  return { floor: medianSample(samples.floor), bridge: medianSample(samples.bridge) };
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
