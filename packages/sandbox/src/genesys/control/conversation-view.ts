import type { Conversation } from '../chat/conversation.ts';
import type { MediaRequest } from '../chat/media-requests.ts';
import type { Member, MemberRole } from '../chat/member.ts';
import type { BodyType } from '../chat/message.ts';
import type { AgentMode } from '../knobs.ts';

/** A conversation as the desk sees it. */
export interface ConversationSummary {
  readonly id: string;
  readonly state: 'created' | 'active' | 'ended';
  readonly displayName: string;
  readonly customFields: Readonly<Record<string, string>>;
  readonly queue: string;
  /** Who answers it. */
  readonly agentMode: AgentMode;
  /** How many sockets listen. */
  readonly sockets: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly agents: readonly AgentView[];
}

export interface AgentView {
  readonly id: string;
  readonly displayName: string;
  readonly state: 'ALERTING' | 'CONNECTED' | 'DISCONNECTED';
}

/** Anybody in a conversation: the guest, agents, queue and flow. */
export interface MemberEntry {
  readonly id: string;
  readonly role: MemberRole;
  readonly displayName: string;
  /** Null until it was first alerted or connected. */
  readonly state: 'ALERTING' | 'CONNECTED' | 'DISCONNECTED' | null;
}

/** The same with everybody who was in it and everything that was said. */
export interface ConversationDetail extends ConversationSummary {
  readonly members: readonly MemberEntry[];
  readonly messages: readonly MessageEntry[];
  /** Oldest first. */
  readonly mediaRequests: readonly MediaRequestEntry[];
}

/** What an agent asked for, and what became of it; without its key. */
export type MediaRequestEntry = Omit<MediaRequest, 'securityKey'>;

export interface MessageEntry {
  readonly id: string;
  readonly sender: { readonly id: string; readonly role: MemberRole; readonly displayName: string };
  readonly body: string;
  readonly bodyType: BodyType;
  readonly timestamp: string;
}

export function agentView(agent: Member): AgentView {
  return { id: agent.id, displayName: agent.profile.displayName, state: agent.state ?? 'ALERTING' };
}

export function summaryOf(conversation: Conversation): ConversationSummary {
  const { id, state, createdAt, endedAt, guest, origin, sockets, members } = conversation;
  return {
    id,
    state,
    displayName: guest.profile.displayName,
    customFields: guest.profile.customFields ?? {},
    queue: origin.queue,
    agentMode: origin.agentMode,
    sockets: sockets.size,
    createdAt,
    endedAt,
    agents: members.filter((member) => member.role === 'AGENT').map(agentView),
  };
}

export function detailOf(conversation: Conversation): ConversationDetail {
  const { transcript } = conversation;
  const messages = transcript.slice(0, transcript.length).map(({ id, senderId, body, bodyType, timestamp }) => {
    const sender = conversation.member(senderId) ?? conversation.guest;
    return {
      id,
      sender: { id: senderId, role: sender.role, displayName: sender.profile.displayName },
      body,
      bodyType,
      timestamp,
    };
  });
  const members = conversation.members.map(({ id, role, profile, state }) => {
    return { id, role, displayName: profile.displayName, state: state ?? null };
  });
  const mediaRequests = conversation.media.list().map(({ securityKey: _key, ...request }) => request);
  return { ...summaryOf(conversation), members, messages, mediaRequests };
}
