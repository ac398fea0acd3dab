import { z } from 'zod';
import type { Deployment } from '../genesys/deployment.ts';
import { deploymentShape } from '../genesys/deployment.ts';
import type { FaultRule } from '../genesys/faults/fault-rule.ts';
import { faultRuleShape } from '../genesys/faults/fault-rule.ts';
import type { Knobs } from '../genesys/knobs.ts';
import { someKnobs } from '../genesys/knobs.ts';
import { readShape } from './read-shape.ts';

/** What a knobs file may hold. */
export interface KnobsFile {
  readonly knobs?: Partial<Knobs> | undefined;
  readonly deployments?: readonly Deployment[] | undefined;
  readonly faults?: readonly FaultRule[] | undefined;
}

const shape = z.strictObject({
  knobs: someKnobs.optional(),
  deployments: z.array(deploymentShape).optional(),
  faults: z.array(faultRuleShape).optional(),
});

/** Throws commander's InvalidArgumentError, which names the option and the file's fault. */
export function readKnobsFile(path: string): KnobsFile {
  return readShape(path, shape);
}
