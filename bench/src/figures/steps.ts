import type { Settings } from '../settings.ts';

/** One step of the ladder. */
export interface LadderStep {
  readonly conversations: number;
  /** All figures of load are taken. */
  readonly withLoad: boolean;
  /** Memory is read before any load; `base`: after it, and the other readings are held against this one. */
  readonly memory: 'read' | 'base' | null;
}

/** From few to many, none of them more than the machine allows. The base is the last step before memory is read. */
export function stepsOf(
  { rungs, memoryRungs }: Pick<Settings, 'rungs' | 'memoryRungs'>,
  most: number,
): readonly LadderStep[] {
  const allowed = (counts: readonly number[]) => new Set(counts.map((count) => Math.min(count, most)));
  const [loads, readings] = [allowed(rungs), allowed(memoryRungs)];
  const counts = [...new Set([...loads, ...readings])].sort((one, other) => one - other);
  const base = counts.filter((count) => count < Math.min(...readings)).at(-1);
  return counts.map((conversations) => ({
    conversations,
    withLoad: loads.has(conversations),
    memory: readings.has(conversations) ? 'read' : conversations === base ? 'base' : null,
  }));
}
