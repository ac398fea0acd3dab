import { guestSpoke } from '../chat/agents.ts';
import type { Conversation } from '../chat/conversation.ts';
import { noteGuestSpoke } from '../chat/idle.ts';
import type { Cloud } from '../cloud.ts';
import { admit, admitSpeaker } from './admit.ts';
import { tooManyRequests } from './count-request.ts';
import type { GuestRoute } from './guest-route.ts';
import { parseMessageRequest } from './message-request.ts';
import { messageView, typingView } from './message-view.ts';
import { ownMember } from './own-member.ts';

/** The guest's own words: refused until the first socket made the chat active, and after its end. */
export function speakRoutes(cloud: Cloud): readonly GuestRoute[] {
  return [postMessage(cloud), postTyping(cloud)];
}

function postMessage(cloud: Cloud): GuestRoute {
  return {
    operation: 'message',
    method: 'POST',
    path: '/:conversationId/members/:memberId/messages',
    handle(request) {
      const conversation = admit(cloud, request);
      const guest = ownMember(conversation, request);
      const { body, bodyType } = parseMessageRequest(request.body, cloud.knobs);
      admitSpeaker(cloud, conversation);
      noteGuestSpoke(cloud, conversation);
      const message = conversation.write(guest, body, bodyType);
      const follow = () => {
        if (cloud.knobs.ownEcho) conversation.tell(message);
        guestSpoke(cloud, conversation, message);
      };
      return { status: 200, body: messageView(conversation, message), follow };
    },
  };
}

function postTyping(cloud: Cloud): GuestRoute {
  return {
    operation: 'typing',
    method: 'POST',
    path: '/:conversationId/members/:memberId/typing',
    handle(request) {
      const conversation = admit(cloud, request);
      const guest = ownMember(conversation, request);
      admitSpeaker(cloud, conversation);
      throttle(cloud, conversation);
      if (cloud.knobs.typingResetsIdle) noteGuestSpoke(cloud, conversation);
      const event = conversation.typing(guest);
      const follow = () => {
        if (cloud.knobs.ownEcho) conversation.tellTyping(event);
      };
      return { status: 200, body: typingView(conversation, event), follow };
    },
  };
}

/** Nobody has seen the server do so (docs/guest-chat.md §2.3). */
function throttle(cloud: Cloud, conversation: Conversation): void {
  const { typingThrottleMs } = cloud.knobs;
  const remainingMs = conversation.typedAt + typingThrottleMs - cloud.now();
  if (remainingMs > 0) {
    const resetS = Math.ceil(remainingMs / 1000);
    throw tooManyRequests(cloud, { resetS, allowed: 1, key: 'typing.indicator.rate' });
  }
  conversation.typedAt = cloud.now();
}
