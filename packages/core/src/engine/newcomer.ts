import type { Customer } from '../domain/customer.ts';
import { type CustomerState, newCustomerState } from '../session/state.ts';

/** Somebody who was never seen, or was forgotten. */
export interface Newcomer {
  readonly customer: Customer;
  /** The last number of every timeline that is no more. */
  readonly timelineFloor: number;
}

export function newcomerState({ timelineFloor }: Newcomer): CustomerState {
  return { ...newCustomerState, kept: { ...newCustomerState.kept, timelineNumber: timelineFloor } };
}
