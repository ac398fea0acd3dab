import type { Conversation } from '../chat/conversation.ts';
import type { Member } from '../chat/member.ts';

/** WebChatMemberInfo: the only place where a client learns a member's role and name, as far as it is turned so. */
export function memberView({ knobs }: Conversation, member: Member): Record<string, unknown> {
  const { displayName, ...profile } = member.profile;
  const isNamed = member.role === 'CUSTOMER' || knobs.displayNames === 'given';
  const name = isNamed ? displayName : knobs.displayNames === 'empty' ? '' : undefined;
  const notYet = knobs.nullDates ? null : undefined;
  return withoutUndefined({
    id: member.id,
    displayName: name,
    ...profile,
    role: knobs.memberRoles ? member.role : undefined,
    joinDate: member.joinDate ?? notYet,
    leaveDate: member.leaveDate ?? notYet,
    authenticatedGuest: member.authenticated,
    state: member.state ?? notYet,
  });
}

function withoutUndefined(view: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));
}
