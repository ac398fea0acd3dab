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

/** More members than this are not asked after one by one. */
const MAX_ASKED = 10;

/** Reads all members in one call; on its own whom the list does not show, or not as what. */
export async function survey(api: GuestApi, guest: GuestSession, signal?: AbortSignal): Promise<Answer<Survey>> {
  const list = await api.members(guest, signal);
  if (!list.ok && list.refusal.status !== 400) return list;
  const members = list.ok ? list.value : [];
  const listed = members.find(({ id }) => id === guest.memberId);
  const own: Answer<Member> =
    listed === undefined || saysNoState(listed)
      ? await api.member(guest, guest.memberId, signal)
      : { ok: true, value: listed };
  if (!own.ok) return own;
  const others: Member[] = [];
  let asked = 0;
  for (const member of members) {
    if (member.id === guest.memberId) continue;
    const thin = member.role === undefined || saysNoState(member);
    const full = thin && asked++ < MAX_ASKED ? await api.member(guest, member.id, signal) : null;
    others.push(full?.ok ? full.value : member);
    // What one does not say by itself none of them will.
    if (full !== null && (!full.ok || full.value.role === undefined)) asked = MAX_ASKED;
  }
  return { ok: true, value: { own: presenceOf(own.value), others } };
}

function saysNoState({ state, leaveDate }: Member): boolean {
  return state === undefined && leaveDate === undefined;
}
