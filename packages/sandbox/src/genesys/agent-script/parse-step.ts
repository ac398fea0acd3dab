import { z } from 'zod';
import type { Step } from './script.ts';
import { stepShapes } from './step-shape.ts';

const names: readonly string[] = Object.keys(stepShapes);

/** A step, or what is wrong with it, to be read after "step 3". */
export type StepReading = { readonly step: Step } | { readonly problem: string };

/** A step is its name alone, or an object whose key is its name. */
export function parseStep(raw: unknown): StepReading {
  const written = typeof raw === 'string' ? { [raw]: null } : raw;
  const keys = z.record(z.string(), z.unknown()).safeParse(written);
  const name = keys.success ? names.find((known) => Object.hasOwn(keys.data, known)) : undefined;
  if (name === undefined || !keys.success)
    return { problem: `: ${shown(raw)} is no step; there are: ${names.join(', ')}` };
  const parsed = stepShapes[name as Step['kind']].safeParse(keys.data);
  if (parsed.success) return { step: parsed.data };
  return { problem: ` (${name}): ${parsed.error.issues.map((issue) => described(issue, name)).join('; ')}` };
}

function described({ path, message }: z.core.$ZodIssue, name: string): string {
  const inside = path.filter((part, index) => index > 0 || part !== name).join('.');
  return inside === '' ? message : `${inside} ${message}`;
}

/** The beginning of what was written there. */
function shown(raw: unknown): string {
  const text = JSON.stringify(raw) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
