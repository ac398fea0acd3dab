import type { GuestApi } from './api/guest-api.ts';
import type { Answer } from './api/refusal.ts';
import type { Member } from './api/schemas.ts';
import type { GuestSession } from './guest-session.ts';

/** Who is in a chat, as the contact centre has it. */
export interface Survey {
  readonly own: Presence;
  readonly others: readonly Member[];
}

/** `unproved`: nobody has attached yet, or the contact centre does not say. */
export type Presence = 'connected' | 'disconnected' | 'unproved';

export function presenceOf({ state, leaveDate }: Pick<Member, 'state' | 'leaveDate'>): Presence {
  if (state === 'CONNECTED') return 'connected';
  if (state === 'DISCONNECTED' || (state === undefined && leaveDate !== undefined)) return 'disconnected';
  return 'unproved';
}

/** Reads all members in one call; the own member on its own where the list does not show it. */
export async function survey(api: GuestApi, guest: GuestSession, signal?: AbortSignal): Promise<Answer<Survey>> {
  const list = await api.members(guest, signal);
  if (!list.ok && list.refusal.status !== 400) return list;
  const members = list.ok ? list.value : [];
  const listed = members.find(({ id }) => id === guest.memberId);
  const own: Answer<Member> =
    listed === undefined ? await api.member(guest, guest.memberId, signal) : { ok: true, value: listed };
  if (!own.ok) return own;
  const others = members.filter(({ id }) => id !== guest.memberId);
  return { ok: true, value: { own: presenceOf(own.value), others } };
}
