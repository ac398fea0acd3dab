import { TrunklineError } from '@trunkline/core';

/** Messages of these are constant sentences about code, if they come without a code; others may quote what a customer wrote. */
const QUOTES_NOTHING = new Set(['TypeError', 'ReferenceError', 'RangeError']);

/** What may be logged of an error: where it happened always, what it says only if that quotes nobody. */
export function errorFacts(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error instanceof TrunklineError || (QUOTES_NOTHING.has(error.name) && code === undefined)
      ? { message: error.message }
      : {}),
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: errorFacts(error.cause) }),
  };
}
