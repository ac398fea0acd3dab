import { ApiError } from '../api-error.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Message } from '../chat/message.ts';
import type { Page, PageRequest } from '../chat/transcript.ts';
import type { Cloud } from '../cloud.ts';
import type { Knobs } from '../knobs.ts';
import { admitReader } from './admit.ts';
import type { GuestRequest, GuestRoute } from './guest-route.ts';
import { guestBasePath, messageView } from './message-view.ts';
import { badQuery, queryCount, queryText } from './query.ts';

/** What was said; also after the end, while the token lives, unless turned otherwise (docs/guest-chat.md §7). */
export function historyRoutes(cloud: Cloud): readonly GuestRoute[] {
  return [listMessages(cloud), getMessage(cloud)];
}

function listMessages(cloud: Cloud): GuestRoute {
  return {
    operation: 'messages',
    method: 'GET',
    path: '/:conversationId/messages',
    handle(request) {
      const conversation = admitReader(cloud, request);
      const wanted = pageRequest(conversation, request);
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
      const conversation = admitReader(cloud, request);
      const message = conversation.transcript.get(request.params['messageId'] ?? '');
      if (message === undefined) throw new ApiError('chat.error.not.found');
      return { status: 200, body: messageView(conversation, message) };
    },
  };
}

function pageRequest({ knobs, transcript, guest }: Conversation, { query }: GuestRequest): PageRequest {
  const order = queryText(query, 'sortOrder')?.toLowerCase() ?? 'ascending';
  if (order !== 'ascending' && order !== 'descending') throw badQuery('sortOrder', order);
  const bound = (name: 'after' | 'before') => {
    const id = queryText(query, name);
    return id !== undefined && knobs.unknownBound === 'ignore' && transcript.get(id) === undefined ? undefined : id;
  };
  return {
    after: bound('after'),
    before: bound('before'),
    inclusive: knobs.afterInclusive,
    descending: order === 'descending',
    limit: queryCount(query, 'maxResults', { fallback: 100, max: 100, overlong: knobs.overlongPage }),
    shows: (message) => isShown(knobs, message, guest.id),
  };
}

/** What the list leaves out, if it is turned so (docs/guest-chat.md §2.1: joins and leaves are likely in it). */
function isShown(knobs: Readonly<Knobs>, { senderId, bodyType }: Message, guestId: string): boolean {
  const isJoin = bodyType === 'member-join' || bodyType === 'member-leave';
  if (isJoin) return knobs.joinsInHistory;
  return knobs.historyShowsOwn || senderId !== guestId;
}

/** Whether `next` and `previousPage` are URIs or tokens is not known (docs/guest-chat.md §2.1). */
function listView(conversation: Conversation, wanted: PageRequest, page: Page): Record<string, unknown> {
  const { descending, limit } = wanted;
  const { pageLinks } = conversation.knobs;
  const order = descending ? 'descending' : 'ascending';
  const uri = (bound: string) =>
    `${guestBasePath}/${conversation.id}/messages?${bound}sortOrder=${order}&maxResults=${limit}`;
  const link = (bound: string, { id }: Message) => (pageLinks === 'token' ? id : uri(`${bound}=${id}&`));
  const first = page.messages[0];
  const last = page.messages.at(-1);
  const [towardsNext, towardsPrevious] = descending ? (['before', 'after'] as const) : (['after', 'before'] as const);
  const hasLinks = pageLinks !== 'absent';
  return {
    pageSize: limit,
    entities: page.messages.map((message) => messageView(conversation, message)),
    ...(hasLinks && page.hasPrevious && first && { previousPage: link(towardsPrevious, first) }),
    ...(hasLinks && page.hasNext && last && { next: link(towardsNext, last) }),
    selfUri: uri(''),
  };
}
