import { ApiError } from '../api-error.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Cloud } from '../cloud.ts';
import type { GuestRequest } from './guest-route.ts';

/** Whose call it is: checks the token against the path's conversation, then the token's rate. */
export function admit(cloud: Cloud, request: GuestRequest): Conversation {
  const claimed = authenticate(cloud, request.headers.authorization);
  if (claimed !== request.params['conversationId']) throw new ApiError('not.authorized');
  const conversation = cloud.conversations.get(claimed);
  if (conversation === undefined) throw new ApiError('not.found');
  countRequest(cloud, conversation, request);
  return conversation;
}

/** The conversation that the token is for. The scheme's case does not matter (docs/guest-chat.md §2). */
function authenticate(cloud: Cloud, authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') throw new ApiError('authentication.required');
  const token = /^bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) throw new ApiError('bad.credentials');
  const reading = cloud.tokens.read(token, cloud.now());
  if (reading.state === 'bad') throw new ApiError('bad.credentials');
  if (reading.state === 'expired') throw new ApiError('credentials.expired');
  return reading.claims.data.conv;
}

/** Headers and codes as captured, the number and its key in doubt (docs/guest-chat.md §4). */
function countRequest(cloud: Cloud, conversation: Conversation, request: GuestRequest): void {
  const allowed = cloud.knobs.rateLimitPerMinute;
  if (allowed === 0) return;
  const { count, resetS } = conversation.rate.count(cloud.now());
  request.header('inin-ratelimit-count', String(count));
  request.header('inin-ratelimit-allowed', String(allowed));
  request.header('inin-ratelimit-reset', String(resetS));
  if (count <= allowed) return;
  throw new ApiError('too.many.requests', {
    message: `Rate limit exceeded the maximum [${allowed}] requests within [60] seconds`,
    retryAfterS: resetS,
    limit: { key: 'token.rate.per.minute', namespace: 'platform.api', value: allowed },
  });
}
