import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import type { FaultRule } from '../genesys/faults/fault-rule.ts';
import { faultRuleShape } from '../genesys/faults/fault-rule.ts';

/** One more rule to those of earlier flags. */
export function addFault(text: string, earlier: readonly FaultRule[] = []): readonly FaultRule[] {
  const parsed = faultRuleShape.safeParse(parseJson(text));
  if (!parsed.success) throw new InvalidArgumentError(`\n${z.prettifyError(parsed.error)}`);
  return [...earlier, parsed.data];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
