import type { AdapterContext, Address } from '@trunkline/core';

/**
 * Whether a customer's timeline has reached a number. It has not where the number is another customer's, or where the
 * bridge lives on with an older copy of its store.
 */
export async function isKnownNumber(
  context: Pick<AdapterContext, 'timeline'>,
  customer: Address,
  number: number,
): Promise<boolean> {
  if (number === 0) return true;
  const page = await context.timeline(customer, { after: number - 1, limit: 1 });
  return (page?.entries.length ?? 0) > 0;
}
