import type { WebSocket } from 'ws';
import type { Cloud } from '../cloud.ts';
import type { Conversation } from './conversation.ts';
import { route } from './routing.ts';

/** A socket listens: the first one sets the conversation going, a later one saves it from the grace period. */
export function attach(cloud: Cloud, conversation: Conversation, socket: WebSocket): void {
  conversation.sockets.add(socket);
  conversation.grace.clear();
  if (conversation.attached) return;
  conversation.attached = true;
  cloud.timers.after(cloud.knobs.activationDelayMs, () => {
    if (conversation.state !== 'created') return;
    conversation.connect(conversation.guest, !cloud.knobs.forgetOwnConnected);
    cloud.timers.after(cloud.knobs.activeAfterConnectedMs, () => begin(cloud, conversation));
  });
}

function begin(cloud: Cloud, conversation: Conversation): void {
  if (conversation.state !== 'created') return;
  conversation.activate();
  route(cloud, conversation);
}

/** A socket is gone: with the last one the guest has the grace period to come back (docs/guest-chat.md §3.5). */
export function detach(cloud: Cloud, conversation: Conversation, socket: WebSocket): void {
  conversation.sockets.delete(socket);
  if (conversation.sockets.size > 0 || conversation.state === 'ended') return;
  conversation.grace.set(cloud.knobs.graceMs, () => conversation.end());
}
