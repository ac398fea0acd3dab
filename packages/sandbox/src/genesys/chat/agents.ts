import type { Cloud } from '../cloud.ts';
import type { Conversation } from './conversation.ts';
import { watchIdle } from './idle.ts';
import type { Member } from './member.ts';
import type { Message } from './message.ts';

/** Who plays the agent of a chat by a script, and has to be told what the guest says. */
const scripted: WeakMap<Conversation, (text: string) => void> = new WeakMap();

/** Calls back for each `standard` message of the guest, in order, once it is on the stream. One listener per chat. */
export function onGuestSaid(conversation: Conversation, hear: (text: string) => void): void {
  scripted.set(conversation, hear);
}

interface AgentProfile {
  readonly displayName?: string | undefined;
  readonly avatarImageUrl?: string | undefined;
}

/** Rings at an agent's: ALERTING, under a member id of its own for each offer (docs/guest-chat.md §3.4.3). */
export function alertAgent(conversation: Conversation, { displayName, avatarImageUrl }: AgentProfile = {}): Member {
  const earlier = conversation.members.filter((member) => member.role === 'AGENT').length;
  const name = displayName ?? (earlier === 0 ? 'Sandbox Agent' : `Sandbox Agent ${earlier + 1}`);
  const picture = avatarImageUrl === undefined ? {} : { avatarImageUrl };
  const agent = conversation.add('AGENT', { displayName: name, ...picture });
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
  if (conversation.origin.agentMode === 'echo') answer(cloud, conversation, conversation.transcript.length);
}

/** To be called once the guest's message is on the stream: an answer must not come before it. */
export function guestSpoke(cloud: Cloud, conversation: Conversation, message: Message): void {
  const position = conversation.transcript.positionOf(message.id);
  if (position !== undefined) answer(cloud, conversation, position + 1);
}

/** Lets a machine at the desk answer what it has not answered yet, in order; nobody else answers by themselves. */
function answer(cloud: Cloud, conversation: Conversation, end: number): void {
  const hear = answering(cloud, conversation);
  if (hear === undefined) return;
  const unread = conversation.transcript.slice(conversation.answeredUpTo, end);
  conversation.answeredUpTo = Math.max(conversation.answeredUpTo, end);
  for (const message of unread) {
    if (message.senderId === conversation.guest.id && message.bodyType === 'standard') hear(message.body);
  }
}

/** A script hears everything, the echo agent from when it is connected. */
function answering(cloud: Cloud, conversation: Conversation): ((text: string) => void) | undefined {
  if (conversation.origin.agentMode === 'script') return scripted.get(conversation);
  const agent = conversation.find('AGENT', 'CONNECTED');
  if (conversation.origin.agentMode !== 'echo' || agent === undefined) return undefined;
  return (text) => conversation.say(agent, `echo: ${shortened(text, cloud.knobs.echoLimit)}`, 'standard');
}

function shortened(text: string, limit: number): string {
  if (limit === 0 || text.length <= limit) return text;
  return `${text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')}… (${text.length} characters)`;
}
