import type { Conversation } from '../chat/conversation.ts';
import type { TypingEvent } from '../chat/frame.ts';
import type { Message } from '../chat/message.ts';
import { memberView } from './member-view.ts';

export const guestBasePath = '/api/v2/webchat/guest/conversations';

/** Thinner than the schema, like the captured answers, unless turned otherwise (docs/guest-chat.md §2.1). */
export function messageView(conversation: Conversation, message: Message): Record<string, unknown> {
  const { id, senderId, body, bodyType, timestamp } = message;
  return {
    id,
    conversation: conversationView(conversation),
    sender: senderView(conversation, senderId),
    body,
    bodyType,
    timestamp,
    selfUri: `${guestBasePath}/${conversation.id}/messages/${id}`,
  };
}

export function typingView(conversation: Conversation, event: TypingEvent): Record<string, unknown> {
  const { id, senderId, timestamp } = event;
  return { id, conversation: conversationView(conversation), sender: senderView(conversation, senderId), timestamp };
}

function senderView(conversation: Conversation, senderId: string): Record<string, unknown> {
  const sender = conversation.member(senderId);
  if (conversation.knobs.thinAnswers || sender === undefined) return { id: senderId };
  return memberView(conversation, sender);
}

/** Its selfUri leaves the guest tree, in the real answers too. */
function conversationView(conversation: Conversation): Record<string, unknown> {
  return { id: conversation.id, selfUri: `/api/v2/conversations/${conversation.id}` };
}
