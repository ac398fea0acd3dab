import type { Cloud } from '../cloud.ts';
import { checkDeployment } from './check-deployment.ts';
import { parseCreateRequest } from './create-request.ts';
import type { GuestRoute } from './guest-route.ts';

/** POST of a conversation: the one call without a token, and the one that gives it out. */
export function createRoute(cloud: Cloud): GuestRoute {
  return {
    operation: 'create',
    method: 'POST',
    path: '',
    handle(request) {
      const create = parseCreateRequest(request.body, cloud.knobs.guidDeploymentIds);
      checkDeployment(cloud, create, request.headers.origin);
      const { memberAuthToken, ...wanted } = create;
      const conversation = cloud.open({
        ...wanted,
        guestAuthenticated: memberAuthToken !== undefined,
        agentMode: cloud.knobs.agent,
      });
      const { id, guest } = conversation;
      const issuedAt = Math.floor(cloud.now() / 1000);
      const jwt = cloud.tokens.sign({
        data: { conv: id, did: create.deploymentId, sub: guest.id },
        iat: issuedAt,
        exp: issuedAt + cloud.knobs.jwtTtlS,
        iss: 'urn:purecloud:webchat',
        org: create.organizationId,
      });
      const eventStreamUri = `ws://${request.host}/chat/jwt/${jwt}`;
      return { status: 200, body: { id, jwt, eventStreamUri, member: { id: guest.id } } };
    },
  };
}
