import type { Direction } from '../domain/delivery.ts';
import { EXPIRY_GRANULARITY_MS, type Policy } from './policy.ts';
import type { CustomerState } from './state.ts';
import { considerWatches } from './watches.ts';

/** When this customer has to be looked at again, if nothing happens before; epoch milliseconds. */
export function nextDue(state: CustomerState, policy: Policy, now: number): number | null {
  const { kept, link } = state;
  const { conversation, toAgent, toCustomer } = kept;
  let next = Number.POSITIVE_INFINITY;
  const consider = (at: number | null): void => {
    if (at !== null && at > now && at < next) next = at;
  };
  considerWatches(state, policy, consider);
  if (conversation !== null) {
    if (link.state === 'idle') consider(link.notBefore);
    if (link.catchingUpSince === null && !link.leaving) consider(link.catchUpNotBefore);
    if (!conversation.activated && link.state === 'attached')
      consider(link.attachedAt + policy.contactCenter.activationProbeMs);
    if (toAgent.outstanding?.state === 'unknown') consider(toAgent.outstanding.landsUntil);
    if (toAgent.outstanding?.state === 'waiting') consider(toAgent.outstanding.retryAt);
  }
  if (toCustomer.outstanding !== null && toCustomer.outstanding.state !== 'sending')
    consider(toCustomer.outstanding.retryAt);
  considerExpiry(expiryDue(state, policy, 'toAgent'));
  considerExpiry(expiryDue(state, policy, 'toCustomer'));
  return next === Number.POSITIVE_INFINITY ? null : next;

  function considerExpiry(at: number | null): void {
    if (at !== null) consider(at > now ? at : now + EXPIRY_GRANULARITY_MS);
  }
}

/** When the oldest delivery of a lane may have reached its maximum age. */
function expiryDue({ kept, held }: CustomerState, policy: Policy, direction: Direction): number | null {
  const maxAgeMs = policy.maxAgeMs[direction];
  const { outstanding, oldestAt } = kept[direction];
  const oldest = held[direction]?.createdAt ?? outstanding?.createdAt ?? oldestAt;
  return maxAgeMs === null || oldest === null || outstanding?.state === 'sending' ? null : oldest + maxAgeMs;
}

/** Deliveries created before this are too old; null: none can be yet. */
export function overdueBefore(
  state: CustomerState,
  policy: Policy,
  at: { direction: Direction; now: number },
): number | null {
  const maxAgeMs = policy.maxAgeMs[at.direction];
  const due = expiryDue(state, policy, at.direction);
  return due === null || maxAgeMs === null || at.now < due ? null : at.now - maxAgeMs + 1;
}

/** The bound to go on with after everything older was dealt with. */
export function oldestAfterExpiry(policy: Policy, direction: Direction, now: number): number {
  return now - (policy.maxAgeMs[direction] ?? 0) + EXPIRY_GRANULARITY_MS;
}
