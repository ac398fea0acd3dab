import { median } from '../median.ts';
import { openStage } from '../stage.ts';
import type { SubjectName } from '../subjects/subject.ts';
import type { BenchRun } from './bench-run.ts';
import type { BySubject } from './saturation.ts';

/** Milliseconds from the start of the process until it takes requests, with nothing to take up. */
export async function measureColdStart(run: BenchRun): Promise<BySubject<number>> {
  const names: readonly SubjectName[] = ['floor', 'bridge'];
  const tookMs: Record<SubjectName, number[]> = { floor: [], bridge: [] };
  for (let round = 0; round < run.settings.starts; round += 1)
    for (const name of names) {
      const stage = await openStage(name);
      try {
        tookMs[name].push(await stage.subject.start());
      } finally {
        await stage.close();
      }
    }
  const medians = { floor: median(tookMs.floor), bridge: median(tookMs.bridge) };
  run.progress(`cold start: floor ${medians.floor.toFixed(0)} ms, bridge ${medians.bridge.toFixed(0)} ms`);
  return medians;
}
