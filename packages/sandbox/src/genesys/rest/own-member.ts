import { ApiError } from '../api-error.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Member } from '../chat/member.ts';
import type { GuestRequest } from './guest-route.ts';

/** The member in the path, whoever it is. */
export function pathMember(conversation: Conversation, request: GuestRequest): Member {
  const member = conversation.member(request.params['memberId'] ?? '');
  if (member === undefined) throw new ApiError('chat.error.not.found');
  return member;
}

/** The guest itself: that it may not act for others is inferred (docs/guest-chat.md §2.3). */
export function ownMember(conversation: Conversation, request: GuestRequest): Member {
  const member = pathMember(conversation, request);
  if (member !== conversation.guest) throw new ApiError('not.authorized');
  return member;
}
