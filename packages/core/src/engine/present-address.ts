import type { CustomerRecord } from '../contracts/store.ts';
import type { Address } from '../domain/ids.ts';
import type { Kept } from '../session/state.ts';

/** Where a customer is reached now: a provisional address may have been replaced by a real one. */
export function presentAddress({ customer, state }: CustomerRecord): Address {
  return (state as unknown as Kept).address ?? customer.address;
}
