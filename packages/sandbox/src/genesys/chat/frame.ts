import { randomUUID } from 'node:crypto';
import type { Message } from './message.ts';

/** What the event stream sends, envelope and all (docs/guest-chat.md §3.2). */
export interface Frame {
  readonly topicName: string;
  readonly version: '2';
  readonly eventBody: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly CorrelationId: string; readonly type: FrameType };
}

type FrameType = 'member-change' | 'message' | 'typing-indicator';

/** A heartbeat has neither version nor metadata. */
export const heartbeatText: string = JSON.stringify({
  topicName: 'channel.metadata',
  eventBody: { message: 'WebSocket Heartbeat' },
});

/** Somebody's state changed. The frame names neither role nor display name: clients GET the member. */
export function memberFrame(conversationId: string, memberId: string, state: string, timestamp: string): Frame {
  const eventBody = { conversation: { id: conversationId }, member: { id: memberId, state }, timestamp };
  return frame(conversationId, 'members', 'member-change', eventBody);
}

/** Somebody said something, joined or left. */
export function messageFrame(conversationId: string, message: Message): Frame {
  const { id, senderId, body, bodyType, timestamp } = message;
  const eventBody = { id, conversation: { id: conversationId }, sender: { id: senderId }, body, bodyType, timestamp };
  return frame(conversationId, 'messages', 'message', eventBody);
}

/** Somebody types: same topic as messages, no body. Reconstructed, never captured in full (§3.2). */
export function typingFrame(conversationId: string, event: TypingEvent): Frame {
  const { id, senderId, timestamp } = event;
  const eventBody = { id, conversation: { id: conversationId }, sender: { id: senderId }, timestamp };
  return frame(conversationId, 'messages', 'typing-indicator', eventBody);
}

/** One keystroke report; its id is there to recognise a redelivery by. */
export interface TypingEvent {
  readonly id: string;
  readonly senderId: string;
  readonly timestamp: string;
}

function frame(
  conversationId: string,
  topic: 'members' | 'messages',
  type: FrameType,
  eventBody: Readonly<Record<string, unknown>>,
): Frame {
  return {
    topicName: `v2.conversations.chats.${conversationId}.${topic}`,
    version: '2',
    eventBody,
    metadata: { CorrelationId: randomUUID(), type },
  };
}
