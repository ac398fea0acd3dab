import { type Room, roomOnThisMachine } from '../machine/room.ts';
import type { Figure } from '../settings.ts';
import type { BenchRun, Fault } from './bench-run.ts';
import { measureColdStart } from './cold-start.ts';
import { type CommitOrder, watchCommits } from './commit-order.ts';
import { type HalfLoad, measureHalfLoad } from './half-load.ts';
import { climb, type Ladder } from './ladder.ts';
import { measureRecovery, type Recovery } from './recovery.ts';
import { type BySubject, measureSaturation, type Saturation } from './saturation.ts';

/** A process that got less of a core was not what limited the throughput. */
const SATURATED = 0.8;

/** Null: not asked for. */
export interface Measured {
  readonly room: Room;
  readonly saturation: Saturation | null;
  readonly halfLoad: HalfLoad | null;
  readonly ladders: BySubject<Ladder> | null;
  readonly recovery: Recovery | null;
  readonly coldStartMs: BySubject<number> | null;
  readonly commits: CommitOrder | null;
  readonly faults: readonly Fault[];
  readonly reduced: readonly string[];
  readonly tookS: number;
}

/** One figure after the other; whatever was started is ended, also when one fails. */
export async function measureAll(run: BenchRun): Promise<Measured> {
  const room = await roomOnThisMachine();
  const wants = (figure: Figure) => run.settings.figures.has(figure);
  try {
    const coldStartMs = wants('start') ? await measureColdStart(run) : null;
    const load = wants('saturation') || wants('latency') ? await measureLoad(run, wants('latency')) : null;
    const commits = wants('commits') ? await watchCommits(run) : null;
    const ladders = wants('growth') ? await climb(run, room) : null;
    const recovery = wants('recovery') ? await measureRecovery(run, room) : null;
    const tookS = run.elapsedMs / 1_000;
    const { faults, reduced } = run;
    const { saturation = null, halfLoad = null } = load ?? {};
    return { room, saturation, halfLoad, ladders, recovery, coldStartMs, commits, faults, reduced, tookS };
  } finally {
    await run.cleanUp();
  }
}

async function measureLoad(run: BenchRun, withLatency: boolean): Promise<Pick<Measured, 'saturation' | 'halfLoad'>> {
  const stages = await run.openBoth();
  const saturation = await measureSaturation(run, stages);
  const { floor, bridge } = saturation;
  for (const [name, { busy }] of Object.entries({ floor, bridge }))
    if (busy.subject < SATURATED)
      run.reduced.push(`saturation: ${name} had ${busy.subject.toFixed(2)} of a core, so something else limited it`);
  const perSecond = Math.min(floor.roundTripsPerSecond, bridge.roundTripsPerSecond) / 2;
  const halfLoad = withLatency ? await measureHalfLoad(run, stages, perSecond) : null;
  for (const stage of stages) await run.finish(stage, 'saturation');
  return { saturation, halfLoad };
}
