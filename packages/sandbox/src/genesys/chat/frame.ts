import { randomUUID } from 'node:crypto';
import type { MediaRequest } from './media-requests.ts';
import type { Message } from './message.ts';

/** What the event stream sends, envelope and all (docs/guest-chat.md §3.2). */
export interface Frame {
  readonly topicName: string;
  readonly version: '2';
  readonly eventBody: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly CorrelationId: string; readonly type: FrameType };
}

/** The `metadata.type` of frames about a conversation. */
export type FrameType = 'member-change' | 'message' | 'typing-indicator' | 'mediarequest';

/** A heartbeat has neither version nor metadata; that it may have them is a doubt (docs/guest-chat.md §3.2). */
export function heartbeatText(envelope: 'bare' | 'full'): string {
  const bare = { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat' } };
  if (envelope === 'bare') return JSON.stringify(bare);
  return JSON.stringify({ ...bare, version: '2', metadata: { CorrelationId: randomUUID(), type: 'heartbeat' } });
}

/** As the notification service answers a ping (§3.3). */
export const pongText: string = JSON.stringify({ topicName: 'channel.metadata', eventBody: { message: 'pong' } });

/** As the notification service announces that it closes a socket (§3.3). */
export const socketClosingText: string = JSON.stringify({
  topicName: 'v2.system.socket_closing',
  eventBody: { message: 'The socket is closing' },
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

/** Somebody types: a message without a body. Reconstructed, never captured in full, its topic neither (§3.2). */
export function typingFrame(conversationId: string, event: TypingEvent, topic: 'messages' | 'typing'): Frame {
  const { id, senderId, timestamp } = event;
  const eventBody = { id, conversation: { id: conversationId }, sender: { id: senderId }, timestamp };
  return frame(conversationId, topic, 'typing-indicator', eventBody);
}

/** What an agent asked for, and what became of it; made up, since nothing was ever captured (§3.2). */
export function mediaFrame(conversationId: string, request: MediaRequest, timestamp: string): Frame {
  const { id, types, state, communicationId, securityKey } = request;
  const eventBody = { id, conversation: { id: conversationId }, types, state, communicationId, securityKey, timestamp };
  return frame(conversationId, 'mediarequests', 'mediarequest', eventBody);
}

/** One keystroke report; its id is there to recognise a redelivery by. */
export interface TypingEvent {
  readonly id: string;
  readonly senderId: string;
  readonly timestamp: string;
}

function frame(
  conversationId: string,
  topic: 'members' | 'messages' | 'typing' | 'mediarequests',
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
