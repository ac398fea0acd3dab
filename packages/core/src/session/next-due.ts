import type { Direction } from '../domain/delivery.ts';
import { EXPIRY_GRANULARITY_MS, type Policy } from './policy.ts';
import type { CustomerState } from './state.ts';
import { watchesDue } from './watches.ts';

/** When this customer has to be looked at again, if nothing happens before; epoch milliseconds. */
export function nextDue(state: CustomerState, policy: Policy, now: number): number | null {
  const { kept, link } = state;
  const { conversation, toAgent, toCustomer } = kept;
  const due: number[] = [...watchesDue(state, policy)];
  if (conversation !== null) {
    if (link.state === 'idle') due.push(link.notBefore);
    if (link.catchingUpSince === null && !link.leaving) due.push(link.catchUpNotBefore);
    if (!conversation.activated && link.state === 'attached')
      due.push(link.attachedAt + policy.contactCenter.activationProbeMs);
    if (toAgent.outstanding?.state === 'unknown') due.push(toAgent.outstanding.landsUntil);
    if (toAgent.outstanding?.state === 'waiting') due.push(toAgent.outstanding.retryAt ?? 0);
  }
  if (toCustomer.outstanding !== null && toCustomer.outstanding.state !== 'sending')
    due.push(toCustomer.outstanding.retryAt ?? 0);
  for (const direction of ['toAgent', 'toCustomer'] as const) {
    const expiry = expiryDue(state, policy, direction);
    if (expiry !== null) due.push(expiry > now ? expiry : now + EXPIRY_GRANULARITY_MS);
  }
  const later = due.filter((at) => at > now);
  return later.length === 0 ? null : Math.min(...later);
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
