import { type ZodType, z } from 'zod';

/** What V8 writes, as far as it is read here. Times are in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly endTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

export const cpuProfile: ZodType<CpuProfile> = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  startTime: z.number(),
  endTime: z.number(),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

export interface Entry {
  readonly name: string;
  /** Of the time that was not idle. */
  readonly share: number;
}

export interface TopEntries {
  readonly byPackage: readonly Entry[];
  readonly byFunction: readonly Entry[];
}

const IDLE = '(idle)';

/** Where the time went from a moment on, by itself and not in what was called. */
export function topEntries(profile: CpuProfile, fromUs: number): TopEntries {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const [byPackage, byFunction] = [new Map<string, number>(), new Map<string, number>()];
  let at = profile.startTime;
  let total = 0;
  for (const [index, id] of profile.samples.entries()) {
    const spent = profile.timeDeltas[index] ?? 0;
    at += spent;
    const frame = nodes.get(id)?.callFrame;
    if (frame === undefined || at < fromUs || frame.functionName === IDLE) continue;
    total += spent;
    const owner = packageOf(frame.url, frame.functionName);
    add(byPackage, owner, spent);
    add(
      byFunction,
      `${frame.functionName || 'anonymous'} ${owner} ${placeOf(frame.url, frame.lineNumber)}`.trim(),
      spent,
    );
  }
  return { byPackage: sorted(byPackage, total), byFunction: sorted(byFunction, total) };
}

/** The package that a script belongs to; native code goes by its function's name in brackets, or as `native`. */
export function packageOf(url: string, functionName: string): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'native';
  if (url.startsWith('node:')) return 'node';
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  return installed ?? /\/(?:packages|apps)\/([^/]+)\//.exec(url)?.[1] ?? url;
}

function placeOf(url: string, lineNumber: number): string {
  if (url === '') return '';
  const file = /[^/]+\/[^/]+$/.exec(url)?.[0] ?? url;
  return `${file}:${lineNumber + 1}`;
}

function add(to: Map<string, number>, name: string, spent: number): void {
  to.set(name, (to.get(name) ?? 0) + spent);
}

function sorted(spent: ReadonlyMap<string, number>, total: number): readonly Entry[] {
  return [...spent]
    .map(([name, of]) => ({ name, share: total === 0 ? 0 : of / total }))
    .sort((one, other) => other.share - one.share);
}
