import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRun } from '../figures/bench-run.ts';
import { firstWarmUp } from '../figures/saturation.ts';
import { runClosedLoop } from '../load/closed-loop.ts';
import { cpuProfile, type Entry, topEntries } from './cpu-profile.ts';

const PACKAGES_SHOWN = 15;
const FUNCTIONS_SHOWN = 25;
/** The last seconds of a profile are those at saturation, but for what the end of the process takes. */
const ENDING_MS = 200;

/** Lets the bridge run at saturation under V8's profiler; the entries with the most time of their own, as text. */
export async function profileBridge(run: BenchRun, keepAs: string | null): Promise<string> {
  const { atOnce, measureMs } = run.settings;
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-profile-'));
  try {
    const stage = await run.open('bridge', { nodeFlags: ['--cpu-prof', `--cpu-prof-dir=${folder}`] });
    run.progress('profile: the bridge at saturation');
    const loop = { customers: atOnce, atOnce, ...firstWarmUp(run), measureMs };
    const sample = await runClosedLoop(stage, loop);
    await run.finish(stage, 'profile');
    const [name = ''] = await readdir(folder);
    if (keepAs !== null) await copyFile(join(folder, name), keepAs);
    const profile = cpuProfile.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
    const { byPackage, byFunction } = topEntries(profile, profile.endTime - (measureMs + ENDING_MS) * 1_000);
    return [
      `${sample.roundTripsPerSecond.toFixed(0)} round trips a second, ${sample.cpuUsPerRoundTrip.toFixed(0)} µs of CPU each, while profiled.`,
      '',
      ...lines(byPackage.slice(0, PACKAGES_SHOWN)),
      '',
      ...lines(byFunction.slice(0, FUNCTIONS_SHOWN)),
      '',
    ].join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function lines(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ name, share }) => `${(share * 100).toFixed(1).padStart(5)} %  ${name}`);
}
