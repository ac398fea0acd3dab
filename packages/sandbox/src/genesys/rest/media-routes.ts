import { ApiError } from '../api-error.ts';
import type { Cloud } from '../cloud.ts';
import { admit } from './admit.ts';
import type { GuestRoute } from './guest-route.ts';

/** Co-browse and screen share: nobody here ever asks for them. */
export function mediaRoutes(cloud: Cloud): readonly GuestRoute[] {
  const path = '/:conversationId/mediarequests/:mediaRequestId';
  return [
    {
      operation: undefined,
      method: 'GET',
      path: '/:conversationId/mediarequests',
      handle(request) {
        admit(cloud, request);
        return { status: 200, body: { entities: [] } };
      },
    },
    { operation: undefined, method: 'GET', path, handle: (request) => none(cloud, request) },
    { operation: undefined, method: 'PATCH', path, handle: (request) => none(cloud, request) },
  ];
}

function none(cloud: Cloud, request: Parameters<GuestRoute['handle']>[0]): never {
  admit(cloud, request);
  throw new ApiError('chat.error.not.found');
}
