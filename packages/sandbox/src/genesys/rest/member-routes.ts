import { conversationStateError } from '../api-error.ts';
import type { Cloud } from '../cloud.ts';
import { admit } from './admit.ts';
import type { GuestRoute } from './guest-route.ts';
import { memberView } from './member-view.ts';
import { guestBasePath } from './message-view.ts';
import { ownMember, pathMember } from './own-member.ts';
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
      const conversation = admit(cloud, request);
      const pageSize = queryCount(request.query, 'pageSize', { fallback: 25, max: 500 });
      const pageNumber = queryCount(request.query, 'pageNumber', { fallback: 1, max: Number.MAX_SAFE_INTEGER });
      const onlyPresent = queryText(request.query, 'excludeDisconnectedMembers')?.toLowerCase() === 'true';
      const members = conversation.members.filter((member) => !onlyPresent || member.state !== 'DISCONNECTED');
      const pageCount = Math.max(1, Math.ceil(members.length / pageSize));
      const uri = (page: number) =>
        `${guestBasePath}/${conversation.id}/members?pageSize=${pageSize}&pageNumber=${page}`;
      const body = {
        entities: members.slice((pageNumber - 1) * pageSize, pageNumber * pageSize).map(memberView),
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
    handle: (request) => ({ status: 200, body: memberView(pathMember(admit(cloud, request), request)) }),
  };
}

/** Allowed before the socket too; the second time it is an error of state (docs/guest-chat.md §2.3). */
function leave(cloud: Cloud): GuestRoute {
  return {
    operation: 'leave',
    method: 'DELETE',
    path: '/:conversationId/members/:memberId',
    handle(request) {
      const conversation = admit(cloud, request);
      ownMember(conversation, request);
      if (conversation.state === 'ended') throw conversationStateError();
      conversation.end();
      return { status: 204 };
    },
  };
}
