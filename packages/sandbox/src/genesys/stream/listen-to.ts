import type { RawData, WebSocket } from 'ws';
import { attach, detach } from '../chat/attachment.ts';
import type { Conversation } from '../chat/conversation.ts';
import { pongText } from '../chat/frame.ts';
import type { Cloud } from '../cloud.ts';
import type { Heartbeats } from './heartbeats.ts';

/** A socket after its handshake. */
export interface Listening {
  readonly cloud: Cloud;
  readonly heartbeats: Heartbeats;
  readonly socket: WebSocket;
  /** Undefined when nobody knows the chat, or its token is bad. */
  readonly conversation: Conversation | undefined;
  /** What the token said. */
  readonly conversationId: string;
}

/** Lets a socket listen, or closes it: close codes as reported by clients (docs/guest-chat.md §3.5). */
export function listenTo(listening: Listening): void {
  const { cloud, conversation } = listening;
  const { oneSocketPerToken, endedCloseCode } = cloud.knobs;
  if (conversation === undefined) turnAway(listening, 4100);
  else if (conversation.state === 'ended') turnAway(listening, endedCloseCode);
  else if (conversation.sockets.size > 0 && oneSocketPerToken === 'refuse') turnAway(listening, 4100);
  else {
    const earlier = oneSocketPerToken === 'replace' ? [...conversation.sockets] : [];
    letIn(listening, conversation);
    for (const socket of earlier) cloud.outlet.close(socket, 4100, closeReason(4100, conversation.id));
  }
}

function letIn({ cloud, heartbeats, socket }: Listening, conversation: Conversation): void {
  const { id } = conversation;
  trace(cloud, id, { type: 'attached' });
  socket.on('close', (code) => {
    heartbeats.remove(socket);
    detach(cloud, conversation, socket);
    trace(cloud, id, { type: 'closed', text: String(code) });
  });
  // A stalled socket answers nothing at all.
  socket.on('ping', (data) => {
    if (!cloud.outlet.isStalled(socket)) socket.pong(data);
  });
  socket.on('message', (data) => {
    if (cloud.knobs.answerPings && isPing(data)) cloud.outlet.write(socket, pongText);
  });
  const isBack = conversation.attached;
  attach(cloud, conversation, socket);
  if (isBack) cloud.outlet.replay(conversation, socket);
  heartbeats.add(socket, conversation);
}

function turnAway({ cloud, socket, conversationId }: Listening, code: 1001 | 4100): void {
  const reason = closeReason(code, conversationId);
  cloud.outlet.close(socket, code, reason);
  trace(cloud, conversationId, { type: 'refused', text: `${code} ${reason}` });
}

function closeReason(code: 1001 | 4100, conversationId: string): string {
  return code === 1001 ? 'The conversation is ended' : `Error connecting to conversation (${conversationId})`;
}

/** Whatever else a client says is ignored (docs/guest-chat.md §3.3). */
function isPing(data: RawData): boolean {
  try {
    return JSON.parse(data.toString())?.message === 'ping';
  } catch {
    return false;
  }
}

function trace(cloud: Cloud, conversationId: string, what: { readonly type: string; readonly text?: string }): void {
  cloud.trace.emit({
    kind: 'socket',
    conversationId: conversationId || null,
    path: `${cloud.knobs.streamPath}/<jwt>`,
    ...what,
  });
}
