import type { Cloud } from '../cloud.ts';
import type { Conversation } from './conversation.ts';
import { watchIdle } from './idle.ts';
import type { Member } from './member.ts';
import type { Message } from './message.ts';

/** Rings at an agent's: ALERTING, under a member id of its own for each offer (docs/guest-chat.md §3.4.3). */
export function alertAgent(conversation: Conversation, displayName?: string): Member {
  const earlier = conversation.members.filter((member) => member.role === 'AGENT').length;
  const name = displayName ?? (earlier === 0 ? 'Sandbox Agent' : `Sandbox Agent ${earlier + 1}`);
  const agent = conversation.add('AGENT', { displayName: name });
  conversation.alert(agent);
  return agent;
}

/** The agent takes the chat; the queue leaves it. */
export function connectAgent(cloud: Cloud, conversation: Conversation, agent: Member): void {
  conversation.connect(agent);
  if (cloud.knobs.duplicateAgentConnected) conversation.announce(agent);
  const queue = conversation.find('ACD', 'CONNECTED');
  if (queue !== undefined) conversation.disconnect(queue);
  watchIdle(cloud, conversation);
  answer(conversation, conversation.transcript.length);
}

/** To be called once the guest's message is on the stream: an answer must not come before it. */
export function guestSpoke(conversation: Conversation, message: Message): void {
  const position = conversation.transcript.positionOf(message.id);
  if (position !== undefined) answer(conversation, position + 1);
}

/** What the echo agent has not answered yet, in order; nobody else answers by themselves. */
function answer(conversation: Conversation, end: number): void {
  if (conversation.origin.agentMode !== 'echo') return;
  const agent = conversation.find('AGENT', 'CONNECTED');
  if (agent === undefined) return;
  const unread = conversation.transcript.slice(conversation.answeredUpTo, end);
  conversation.answeredUpTo = Math.max(conversation.answeredUpTo, end);
  for (const message of unread) {
    if (message.senderId !== conversation.guest.id || message.bodyType !== 'standard') continue;
    conversation.say(agent, `echo: ${message.body}`, 'standard');
  }
}
