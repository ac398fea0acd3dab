import { ApiError, endedError } from '../api-error.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { MediaAnswer, MediaRequest } from '../chat/media-requests.ts';
import type { Cloud } from '../cloud.ts';
import { admit, admitReader } from './admit.ts';
import type { GuestRequest, GuestRoute } from './guest-route.ts';
import { isRecord } from './json.ts';
import { guestBasePath } from './message-view.ts';

const path = '/:conversationId/mediarequests/:mediaRequestId';
const answers: readonly unknown[] = ['ACCEPTED', 'DECLINED', 'ERRORED'] satisfies readonly MediaAnswer[];
const types: readonly unknown[] = ['COBROWSE', 'SCREENSHARE'];

/** Co-browsing and screen sharing, as far as guests are asked for it: the thing itself is not played. */
export function mediaRoutes(cloud: Cloud): readonly GuestRoute[] {
  return [listRequests(cloud), getRequest(cloud), answerRequest(cloud)];
}

function listRequests(cloud: Cloud): GuestRoute {
  return {
    operation: 'media',
    method: 'GET',
    path: '/:conversationId/mediarequests',
    handle(request) {
      const conversation = admitReader(cloud, request);
      const entities = conversation.media.list().map((one) => mediaView(conversation, one));
      return { status: 200, body: { entities } };
    },
  };
}

function getRequest(cloud: Cloud): GuestRoute {
  return {
    operation: 'media',
    method: 'GET',
    path,
    handle(request) {
      const conversation = admitReader(cloud, request);
      return { status: 200, body: mediaView(conversation, pathRequest(conversation, request)) };
    },
  };
}

/** What one that is not PENDING any more meets is inferred. */
function answerRequest(cloud: Cloud): GuestRoute {
  return {
    operation: 'media',
    method: 'PATCH',
    path,
    handle(request) {
      const conversation = admit(cloud, request);
      const { id } = pathRequest(conversation, request);
      const state = parseAnswer(request.body);
      if (conversation.state === 'ended') throw endedError(cloud.knobs.endedCode);
      const answered = conversation.media.answer(id, state);
      if (answered !== undefined) return { status: 200, body: mediaView(conversation, answered) };
      throw new ApiError('chat.error.conversation.state', { params: { message: 'The media request is not pending' } });
    },
  };
}

function pathRequest(conversation: Conversation, request: GuestRequest): MediaRequest {
  const wanted = conversation.media.get(request.params['mediaRequestId'] ?? '');
  if (wanted === undefined) throw new ApiError('chat.error.not.found');
  return wanted;
}

/** The schema requires both `types` and `state`; which codes go with what is wrong in them is inferred. */
function parseAnswer(body: unknown): MediaAnswer {
  if (!isRecord(body)) throw new ApiError('bad.request');
  const { state, types: given } = body;
  if (state === undefined || given === undefined) throw new ApiError('constraint.validation');
  if (!answers.includes(state)) throw new ApiError('invalid.value', { params: { name: 'state' } });
  if (!Array.isArray(given) || !given.every((type) => types.includes(type))) {
    throw new ApiError('invalid.value', { params: { name: 'types' } });
  }
  return state as MediaAnswer;
}

function mediaView(conversation: Conversation, request: MediaRequest): Record<string, unknown> {
  return { ...request, selfUri: `${guestBasePath}/${conversation.id}/mediarequests/${request.id}` };
}
