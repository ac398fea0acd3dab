import { TrunklineError } from '@trunkline/core';
import { errorFacts } from '../observability/error-facts.ts';

/** An error for people. Our own are written for them; of others only what quotes nobody is shown. */
export function explain(error: unknown): string {
  if (error instanceof TrunklineError) return error.message;
  return `an unexpected error: ${JSON.stringify(errorFacts(error), null, 2)}`;
}
