import type { Cloud } from '../cloud.ts';
import { streamAddress } from '../stream/stream-address.ts';
import { checkDeployment } from './check-deployment.ts';
import { countRequest, tooManyRequests } from './count-request.ts';
import { parseCreateRequest } from './create-request.ts';
import type { GuestRequest, GuestRoute } from './guest-route.ts';
import { memberView } from './member-view.ts';

/** POST of a conversation: the one call without a token, and the one that gives it out. */
export function createRoute(cloud: Cloud): GuestRoute {
  return {
    operation: 'create',
    method: 'POST',
    path: '',
    handle(request) {
      const create = parseCreateRequest(request.body, cloud.knobs);
      countCreate(cloud, create.organizationId, request);
      checkDeployment(cloud, create, request.headers.origin);
      const { memberAuthToken, ...wanted } = create;
      const conversation = cloud.open({
        ...wanted,
        guestAuthenticated: memberAuthToken !== undefined,
        agentMode: cloud.knobs.agent,
      });
      const { id, guest } = conversation;
      const { jwtTtlS, jwtExp, jwtAlgorithm, thinAnswers } = cloud.knobs;
      const issuedAt = Math.floor(cloud.now() / 1000);
      const claims = {
        data: { conv: id, did: create.deploymentId, sub: guest.id },
        iat: issuedAt,
        ...(jwtExp && { exp: issuedAt + jwtTtlS }),
        iss: 'urn:purecloud:webchat',
        org: create.organizationId,
      } as const;
      const jwt = cloud.tokens.sign(claims, jwtAlgorithm);
      const eventStreamUri = streamAddress(cloud.knobs, request.host, jwt);
      const member = thinAnswers ? { id: guest.id } : memberView(conversation, guest);
      return { status: 200, body: { id, jwt, eventStreamUri, member } };
    },
  };
}

/** An organisation's caps are not known (docs/guest-chat.md §8); a create counts as a request where those are shared. */
function countCreate(cloud: Cloud, organizationId: string, request: GuestRequest): void {
  const rates = cloud.ratesOf(organizationId);
  if (cloud.knobs.rateLimitScope === 'organization') {
    countRequest(cloud, () => rates.requests.count(cloud.now()), request);
  }
  const allowed = cloud.knobs.createsPerMinute;
  if (allowed === 0) return;
  const { count, resetS } = rates.creates.count(cloud.now());
  if (count > allowed) throw tooManyRequests(cloud, { resetS, allowed, key: 'conversations.per.minute' });
}
