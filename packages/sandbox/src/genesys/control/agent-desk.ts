import { ControlError } from '../../control/control-error.ts';
import { alertAgent, connectAgent } from '../chat/agents.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { MediaRequest, MediaType } from '../chat/media-requests.ts';
import type { Member } from '../chat/member.ts';
import type { Cloud } from '../cloud.ts';
import type { AgentView } from './conversation-view.ts';
import { agentView } from './conversation-view.ts';

/** Who is offered the chat; a name is made up when there is none. */
export interface AgentName {
  readonly displayName?: string | undefined;
  /** A picture, as the member's profile has it. */
  readonly avatarImageUrl?: string | undefined;
}

/** What an agent says. */
export interface AgentWords {
  readonly text: string;
  readonly bodyType?: 'standard' | 'notice' | undefined;
}

/** What an agent wants to see; co-browsing when it says nothing. */
export interface WantedMedia {
  readonly types?: readonly MediaType[] | undefined;
}

/** A human agent's hands. Each call throws a ControlError when the conversation is not there or not in that state. */
export class AgentDesk {
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Rings without being answered: ALERTING. */
  alert(conversationId: string, name: AgentName = {}): AgentView {
    const conversation = this.#free(conversationId);
    if (conversation.find('AGENT', 'ALERTING')) throw new ControlError(409, 'It is ringing already');
    return this.#did('alert', conversation, alertAgent(conversation, name));
  }

  /** The ringing stops unanswered; the next offer is under a new member id. */
  decline(conversationId: string): AgentView {
    const conversation = this.#active(conversationId);
    const agent = conversation.find('AGENT', 'ALERTING');
    if (agent === undefined) throw new ControlError(409, 'It is not ringing');
    conversation.disconnect(agent);
    return this.#did('decline', conversation, agent);
  }

  /** ALERTING → CONNECTED; answers the ringing agent if there is one. */
  accept(conversationId: string, name: AgentName = {}): AgentView {
    const conversation = this.#free(conversationId);
    const agent = conversation.find('AGENT', 'ALERTING') ?? alertAgent(conversation, name);
    connectAgent(this.#cloud, conversation, agent);
    return this.#did('accept', conversation, agent);
  }

  /** Returns the message's id. */
  say(conversationId: string, words: AgentWords): { readonly id: string } {
    const { conversation, agent } = this.#talking(conversationId);
    const { id } = conversation.say(agent, words.text, words.bodyType ?? 'standard');
    this.#did('say', conversation, agent, words.text);
    return { id };
  }

  type(conversationId: string): AgentView {
    const { conversation, agent } = this.#talking(conversationId);
    conversation.tellTyping(conversation.typing(agent));
    return this.#did('type', conversation, agent);
  }

  /** The agent turns to another chat and back: CONNECTED once more, no state of its own (docs/guest-chat.md §3.4.9). */
  hold(conversationId: string): AgentView {
    const { conversation, agent } = this.#talking(conversationId);
    conversation.announce(agent);
    return this.#did('hold', conversation, agent);
  }

  /** Asks the guest for co-browsing or screen sharing: PENDING until answered, timed out or the agent leaves. */
  requestMedia(conversationId: string, wanted: WantedMedia = {}): MediaRequest {
    const { conversation, agent } = this.#talking(conversationId);
    const request = conversation.requestMedia(agent, wanted.types ?? ['COBROWSE']);
    this.#did('media-request', conversation, agent, request.types.join(' '));
    return request;
  }

  /** The agent hangs up, which ends the chat: first the agent, then the guest is DISCONNECTED. */
  leave(conversationId: string): AgentView {
    const { conversation, agent } = this.#talking(conversationId);
    conversation.disconnect(agent);
    conversation.end();
    return this.#did('leave', conversation, agent);
  }

  /** The agent is DISCONNECTED, the guest stays, another agent is alerted and takes over. */
  transfer(conversationId: string, name: AgentName = {}): AgentView {
    const { conversation, agent } = this.#talking(conversationId);
    conversation.disconnect(agent);
    const next = alertAgent(conversation, name);
    connectAgent(this.#cloud, conversation, next);
    return this.#did('transfer', conversation, next);
  }

  #did(type: string, conversation: Conversation, agent: Member, text?: string): AgentView {
    const content = text ?? agent.profile.displayName;
    this.#cloud.trace.emit({ kind: 'agent', conversationId: conversation.id, type, text: content });
    return agentView(agent);
  }

  #active(conversationId: string): Conversation {
    const conversation = this.#cloud.conversations.get(conversationId);
    if (conversation === undefined) throw new ControlError(404, `No conversation ${conversationId}`);
    if (conversation.state !== 'active') throw new ControlError(409, `The conversation is ${conversation.state}`);
    return conversation;
  }

  #free(conversationId: string): Conversation {
    const conversation = this.#active(conversationId);
    if (conversation.find('AGENT', 'CONNECTED')) throw new ControlError(409, 'An agent is connected: transfer instead');
    return conversation;
  }

  #talking(conversationId: string): { conversation: Conversation; agent: Member } {
    const conversation = this.#active(conversationId);
    const agent = conversation.find('AGENT', 'CONNECTED');
    if (agent === undefined) throw new ControlError(409, 'No agent is connected: accept first');
    return { conversation, agent };
  }
}
