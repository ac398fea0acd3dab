import { ApiError, endedError } from '../api-error.ts';
import type { Cloud } from '../cloud.ts';
import { admit, admitReader } from './admit.ts';
import type { GuestRoute } from './guest-route.ts';
import { memberView } from './member-view.ts';
import { guestBasePath } from './message-view.ts';
import { pathMember } from './own-member.ts';
import { queryCount, queryText } from './query.ts';

/** Who is in the chat, and leaving it. Reading goes on after the end, while the token lives (docs/guest-chat.md §7). */
export function memberRoutes(cloud: Cloud): readonly GuestRoute[] {
  return [listMembers(cloud), getMember(cloud), leave(cloud)];
}

function listMembers(cloud: Cloud): GuestRoute {
  return {
    operation: 'members',
    method: 'GET',
    path: '/:conversationId/members',
    handle(request) {
      const conversation = admitReader(cloud, request);
      const { ownMemberListed, overlongPage: overlong } = cloud.knobs;
      const pageSize = queryCount(request.query, 'pageSize', { fallback: 25, max: 500, overlong });
      const max = Number.MAX_SAFE_INTEGER;
      const pageNumber = queryCount(request.query, 'pageNumber', { fallback: 1, max, overlong });
      const onlyPresent = queryText(request.query, 'excludeDisconnectedMembers')?.toLowerCase() === 'true';
      const members = conversation.members.filter(
        (member) =>
          (!onlyPresent || member.state !== 'DISCONNECTED') && (ownMemberListed || member !== conversation.guest),
      );
      const pageCount = Math.max(1, Math.ceil(members.length / pageSize));
      const uri = (page: number) =>
        `${guestBasePath}/${conversation.id}/members?pageSize=${pageSize}&pageNumber=${page}`;
      const body = {
        entities: members
          .slice((pageNumber - 1) * pageSize, pageNumber * pageSize)
          .map((member) => memberView(conversation, member)),
        pageSize,
        pageNumber,
        total: members.length,
        firstUri: uri(1),
        lastUri: uri(pageCount),
        selfUri: uri(pageNumber),
        ...(pageNumber > 1 && { previousUri: uri(pageNumber - 1) }),
        ...(pageNumber < pageCount && { nextUri: uri(pageNumber + 1) }),
        pageCount,
      };
      return { status: 200, body };
    },
  };
}

function getMember(cloud: Cloud): GuestRoute {
  return {
    operation: 'member',
    method: 'GET',
    path: '/:conversationId/members/:memberId',
    handle(request) {
      const conversation = admitReader(cloud, request);
      return { status: 200, body: memberView(conversation, pathMember(conversation, request)) };
    },
  };
}

/**
 * Allowed before the socket too; the second time it is an error of state. That a guest may not remove anybody else is
 * inferred (docs/guest-chat.md §2.3).
 */
function leave(cloud: Cloud): GuestRoute {
  return {
    operation: 'leave',
    method: 'DELETE',
    path: '/:conversationId/members/:memberId',
    handle(request) {
      const conversation = admit(cloud, request);
      const member = pathMember(conversation, request);
      if (member !== conversation.guest && !cloud.knobs.deleteOthers) throw new ApiError('not.authorized');
      if (conversation.state === 'ended') throw endedError(cloud.knobs.endedCode);
      if (member === conversation.guest) conversation.end('guest');
      else conversation.disconnect(member);
      return { status: 204 };
    },
  };
}
