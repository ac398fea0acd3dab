import { TrunklineError } from '@trunkline/core';

/** Null where the app is not installed. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  return await asked.catch((error: unknown) => {
    if (error instanceof TrunklineError && error.code === 'slack.not-installed') return null;
    throw error;
  });
}
