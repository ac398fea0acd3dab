import type { GuestApi } from './api/guest-api.ts';
import type { Refusal } from './api/refusal.ts';
import type { GuestSession } from './guest-session.ts';

export interface Declining {
  readonly api: GuestApi;
  readonly guest: GuestSession;
  readonly signal: AbortSignal;
}

export interface Declined {
  /** The requests that stand declined, now or from before. */
  readonly keys: readonly string[];
  /** Something could not be asked or told: when to try again, at the earliest. Null: nothing is left to be done. */
  readonly againInMs: number | null;
}

/**
 * Declines every request for screens and the like that is open. Nobody but us can decline, so that one found declined
 * was declined by an earlier try whose end nobody saw. `messageId` stands in for a request that has no id of its own.
 */
export async function declineMedia(
  { api, guest, signal }: Declining,
  messageId: string | null = null,
): Promise<Declined> {
  const list = await api.mediaRequests(guest, signal);
  if (!list.ok) return { keys: [], againInMs: againInMs(list.refusal) };
  const keys: string[] = [];
  let again: number | null = null;
  for (const { id, types, state } of list.value) {
    if (id !== null && state === 'DECLINED') keys.push(id);
    const key = id ?? messageId;
    if (key === null || state !== 'PENDING') continue;
    const answer = await api.declineMedia(guest, { id: key, types }, signal);
    if (answer.ok) keys.push(key);
    else again = longer(again, againInMs(answer.refusal));
  }
  return { keys, againInMs: again };
}

/** A 4xx says that there is nothing to decline any more; everything else may pass. */
function againInMs({ status, retryAfterMs }: Refusal): number | null {
  const passes = status === null || status === 408 || status === 429 || status >= 500;
  return passes ? (retryAfterMs ?? 0) : null;
}

function longer(left: number | null, right: number | null): number | null {
  return left === null || right === null ? (left ?? right) : Math.max(left, right);
}
