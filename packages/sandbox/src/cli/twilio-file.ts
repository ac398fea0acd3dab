import { z } from 'zod';
import type { TwilioFault } from '../twilio/faults/fault-rule.ts';
import { twilioFaultShape } from '../twilio/faults/fault-rule.ts';
import type { TwilioKnobs } from '../twilio/knobs.ts';
import { someTwilioKnobs } from '../twilio/knobs.ts';
import type { NumberConfig } from '../twilio/number.ts';
import { numberShape } from '../twilio/number.ts';
import type { ServiceConfig } from '../twilio/service.ts';
import { serviceShape } from '../twilio/service.ts';
import { readShape } from './read-shape.ts';

/** What a file for `twilio --knobs-file` may hold. */
export interface TwilioFile {
  readonly knobs?: Partial<TwilioKnobs> | undefined;
  readonly numbers?: readonly NumberConfig[] | undefined;
  readonly services?: readonly ServiceConfig[] | undefined;
  readonly faults?: readonly TwilioFault[] | undefined;
}

const shape = z.strictObject({
  knobs: someTwilioKnobs.optional(),
  numbers: z.array(numberShape).min(1).optional(),
  services: z.array(serviceShape).optional(),
  faults: z.array(twilioFaultShape).optional(),
});

/** Throws commander's InvalidArgumentError, which names the option and the file's fault. */
export function readTwilioFile(path: string): TwilioFile {
  return readShape(path, shape);
}
