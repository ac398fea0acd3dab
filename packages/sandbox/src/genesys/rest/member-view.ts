import type { Member } from '../chat/member.ts';

/** WebChatMemberInfo: the only place where a client learns a member's role and name. */
export function memberView(member: Member): Record<string, unknown> {
  return {
    id: member.id,
    ...member.profile,
    role: member.role,
    ...(member.joinDate !== undefined && { joinDate: member.joinDate }),
    ...(member.leaveDate !== undefined && { leaveDate: member.leaveDate }),
    authenticatedGuest: member.authenticated,
    ...(member.state !== undefined && { state: member.state }),
  };
}
