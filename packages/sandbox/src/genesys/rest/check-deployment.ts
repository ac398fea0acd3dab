import { ApiError } from '../api-error.ts';
import type { Cloud } from '../cloud.ts';
import type { CreateRequest } from './create-request.ts';

/** Throws what the deployment has against this create. A sandbox without deployments has nothing against any. */
export function checkDeployment(cloud: Cloud, create: CreateRequest, origin: string | undefined): void {
  if (cloud.deployments === undefined) return;
  const deployment = cloud.deployments.get(create.deploymentId);
  if (deployment === undefined) throw new ApiError(cloud.knobs.unknownDeploymentCode);
  if (deployment.disabled) throw new ApiError('chat.deployment.disabled');
  if (origin === undefined ? deployment.originRequired : deployment.allowedDomains?.includes(origin) === false) {
    throw new ApiError('origin.not.allowed');
  }
  if (create.memberAuthToken === undefined) {
    if (deployment.authenticationRequired) throw new ApiError('chat.deployment.require.auth');
  } else if (deployment.memberAuthTokens && !deployment.memberAuthTokens.includes(create.memberAuthToken)) {
    throw new ApiError('chat.deployment.bad.auth');
  }
  if (deployment.invalidFlow) throw new ApiError('chat.error.invalid.flow');
  if (deployment.queues && !deployment.queues.includes(create.queue)) throw new ApiError('chat.error.invalid.queue');
}
