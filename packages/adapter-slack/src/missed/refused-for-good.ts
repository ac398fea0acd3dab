import { TrunklineError } from '@trunkline/core';
import { UNREADABLE } from '../install/installations.ts';
import { failureTable } from '../outgoing/failure-table.ts';
import { outcomeOf, refusalOf } from '../outgoing/failures.ts';

export interface Refused {
  readonly code: string;
  /** False: Slack has not said this before. */
  readonly isKnown: boolean;
}

const NOT_SERVED: ReadonlySet<string> = new Set(['slack.not-installed', UNREADABLE]);

/** Why something is not there to be read, however often it is tried; null: it may be another time. */
export function refusedForGood(error: unknown): Refused | null {
  if (error instanceof TrunklineError) return NOT_SERVED.has(error.code) ? { code: error.code, isKnown: true } : null;
  const code = refusalOf(error);
  if (code === null) return null;
  const { outcome, failure } = outcomeOf(error);
  return outcome === 'unknown' || failure.retryable ? null : { code, isKnown: Object.hasOwn(failureTable, code) };
}
