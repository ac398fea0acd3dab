import { ApiError, conversationStateError, endedError } from '../api-error.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Cloud } from '../cloud.ts';
import { countRequest } from './count-request.ts';
import type { GuestRequest } from './guest-route.ts';

/** Whose call it is: checks the token against the path's conversation, then the token's rate. */
export function admit(cloud: Cloud, request: GuestRequest): Conversation {
  const claimed = authenticate(cloud, request.headers.authorization);
  if (claimed !== request.params['conversationId']) throw new ApiError(cloud.knobs.otherChatTokenCode);
  const conversation = cloud.conversations.get(claimed);
  if (conversation === undefined) throw new ApiError('not.found');
  const rate =
    cloud.knobs.rateLimitScope === 'token'
      ? conversation.rate
      : cloud.ratesOf(conversation.origin.organizationId).requests;
  countRequest(cloud, () => rate.count(cloud.now()), request);
  return conversation;
}

/** The same for somebody who wants to read: before and after the chat that is in doubt (docs/guest-chat.md §2.3, §8). */
export function admitReader(cloud: Cloud, request: GuestRequest): Conversation {
  const conversation = admit(cloud, request);
  const { readsBeforeActive, readsAfterEnd, endedCode } = cloud.knobs;
  if (conversation.state === 'created' && !readsBeforeActive) throw conversationStateError();
  if (conversation.state !== 'ended' || readsAfterEnd === 'answer') return conversation;
  throw readsAfterEnd === 'notFound' ? new ApiError('chat.error.not.found') : endedError(endedCode);
}

/** The same for somebody who wants to speak: refused before the first socket, and after the end. */
export function admitSpeaker(cloud: Cloud, conversation: Conversation): void {
  if (conversation.state === 'created') throw conversationStateError();
  if (conversation.state === 'ended') throw endedError(cloud.knobs.endedCode);
}

/** The conversation that the token is for. Whether the scheme's case matters is a knob (docs/guest-chat.md §2). */
function authenticate(cloud: Cloud, authorization: string | undefined): string {
  const { strictCase, foreignTokenCode } = cloud.knobs;
  if (authorization === undefined || authorization === '') throw new ApiError('authentication.required');
  const token = (strictCase ? /^Bearer +(\S+)$/ : /^bearer +(\S+)$/i).exec(authorization)?.[1];
  if (token === undefined) throw new ApiError(foreignTokenCode);
  const reading = cloud.readToken(token);
  if (reading.state === 'bad') throw new ApiError(foreignTokenCode);
  if (reading.state === 'expired') throw new ApiError('credentials.expired');
  return reading.claims.data.conv;
}
