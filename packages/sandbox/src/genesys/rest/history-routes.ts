import { ApiError } from '../api-error.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Page, PageRequest } from '../chat/transcript.ts';
import type { Cloud } from '../cloud.ts';
import { admit } from './admit.ts';
import type { GuestRequest, GuestRoute } from './guest-route.ts';
import { guestBasePath, messageView } from './message-view.ts';
import { badQuery, queryCount, queryText } from './query.ts';

/** What was said; also after the end, while the token lives (docs/guest-chat.md §7). */
export function historyRoutes(cloud: Cloud): readonly GuestRoute[] {
  return [listMessages(cloud), getMessage(cloud)];
}

function listMessages(cloud: Cloud): GuestRoute {
  return {
    operation: 'messages',
    method: 'GET',
    path: '/:conversationId/messages',
    handle(request) {
      const conversation = admit(cloud, request);
      const wanted = pageRequest(request);
      const page = conversation.transcript.page(wanted);
      if (page === undefined) throw badQuery('after/before', 'no such message');
      return { status: 200, body: listView(conversation, wanted, page) };
    },
  };
}

function getMessage(cloud: Cloud): GuestRoute {
  return {
    operation: 'messages',
    method: 'GET',
    path: '/:conversationId/messages/:messageId',
    handle(request) {
      const conversation = admit(cloud, request);
      const message = conversation.transcript.get(request.params['messageId'] ?? '');
      if (message === undefined) throw new ApiError('chat.error.not.found');
      return { status: 200, body: messageView(conversation, message) };
    },
  };
}

function pageRequest({ query }: GuestRequest): PageRequest {
  const order = queryText(query, 'sortOrder')?.toLowerCase() ?? 'ascending';
  if (order !== 'ascending' && order !== 'descending') throw badQuery('sortOrder', order);
  return {
    after: queryText(query, 'after'),
    before: queryText(query, 'before'),
    descending: order === 'descending',
    limit: queryCount(query, 'maxResults', { fallback: 100, max: 100 }),
  };
}

/** Whether `next` and `previousPage` are URIs or tokens is not known (docs/guest-chat.md §2.1); these are URIs. */
function listView(conversation: Conversation, wanted: PageRequest, page: Page): Record<string, unknown> {
  const { descending, limit } = wanted;
  const uri = (bound: string) => {
    const order = descending ? 'descending' : 'ascending';
    return `${guestBasePath}/${conversation.id}/messages?${bound}sortOrder=${order}&maxResults=${limit}`;
  };
  const first = page.messages[0];
  const last = page.messages.at(-1);
  const [towardsNext, towardsPrevious] = descending ? ['before', 'after'] : ['after', 'before'];
  return {
    pageSize: limit,
    entities: page.messages.map((message) => messageView(conversation, message)),
    ...(page.hasPrevious && first && { previousPage: uri(`${towardsPrevious}=${first.id}&`) }),
    ...(page.hasNext && last && { next: uri(`${towardsNext}=${last.id}&`) }),
    selfUri: uri(''),
  };
}
