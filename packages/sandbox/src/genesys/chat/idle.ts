import type { Cloud } from '../cloud.ts';
import type { Conversation } from './conversation.ts';

/**
 * Starts the silence clock, which runs only while an agent is there: from the guest's last message, or from the agent's
 * coming when that is later (inferred: being queued for longer than the rule must not end the chat on pickup).
 */
export function watchIdle(cloud: Cloud, conversation: Conversation): void {
  if (cloud.knobs.idleStartsWithAgent) noteGuestSpoke(cloud, conversation);
  check(cloud, conversation);
}

/** Starts the silence anew. No timer is touched: the running one looks here when it fires. */
export function noteGuestSpoke(cloud: Cloud, conversation: Conversation): void {
  conversation.silentSince = cloud.now();
}

function check(cloud: Cloud, conversation: Conversation): void {
  const { idleMs } = cloud.knobs;
  if (idleMs === 0 || conversation.state !== 'active') return;
  if (conversation.find('AGENT', 'CONNECTED') === undefined) return;
  const remainingMs = conversation.silentSince + idleMs - cloud.now();
  if (remainingMs <= 0) conversation.end();
  else conversation.idle.set(remainingMs, () => check(cloud, conversation));
}
