import type { Settings } from '../settings.ts';

/** One step of the ladder. */
export interface LadderStep {
  readonly conversations: number;
  /** All figures of load are taken. */
  readonly withLoad: boolean;
  /** Memory is read, before any load. */
  readonly withMemory: boolean;
}

/** From few to many, none of them more than the machine allows. */
export function stepsOf(
  { rungs, memoryRungs }: Pick<Settings, 'rungs' | 'memoryRungs'>,
  most: number,
): readonly LadderStep[] {
  const allowed = (counts: readonly number[]) => new Set(counts.map((count) => Math.min(count, most)));
  const [loads, readings] = [allowed(rungs), allowed(memoryRungs)];
  return [...new Set([...loads, ...readings])]
    .sort((one, other) => one - other)
    .map((conversations) => ({
      conversations,
      withLoad: loads.has(conversations),
      withMemory: readings.has(conversations),
    }));
}
