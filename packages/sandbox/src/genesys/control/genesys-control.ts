import type { Conversation } from '../chat/conversation.ts';
import type { Cloud } from '../cloud.ts';
import type { FaultRule } from '../faults/fault-rule.ts';
import type { ActiveFault } from '../faults/fault-rules.ts';
import type { AgentMode, Knobs } from '../knobs.ts';
import type { TraceListener } from '../trace.ts';
import { AgentDesk } from './agent-desk.ts';
import { ControlError } from './control-error.ts';
import type { ConversationDetail, ConversationSummary } from './conversation-view.ts';
import { detailOf, summaryOf } from './conversation-view.ts';

/** Behind the scenes of a running sandbox. The HTTP control API is this, word for word. */
export class GenesysControl {
  /** The agents' side. */
  readonly agent: AgentDesk;
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.agent = new AgentDesk(cloud);
  }

  /** Oldest first. */
  conversations(): readonly ConversationSummary[] {
    return [...this.#cloud.conversations.values()].map(summaryOf);
  }

  /** Throws a ControlError when there is none of that id. */
  conversation(id: string): ConversationDetail {
    return detailOf(this.#conversation(id));
  }

  /** The contact centre ends the chat. Nothing when it is over. */
  end(id: string): ConversationSummary {
    const conversation = this.#conversation(id);
    conversation.end();
    return summaryOf(conversation);
  }

  addFault(rule: FaultRule): ActiveFault {
    return this.#cloud.faults.add(rule);
  }

  faults(): readonly ActiveFault[] {
    return this.#cloud.faults.list();
  }

  clearFaults(): void {
    this.#cloud.faults.clear();
  }

  /** Breaks event streams without a close frame: of one conversation or of all. Returns how many. */
  dropSockets(conversationId?: string): number {
    const { conversations } = this.#cloud;
    const chosen = conversationId === undefined ? [...conversations.values()] : [this.#conversation(conversationId)];
    const sockets = chosen.flatMap((conversation) => [...conversation.sockets]);
    for (const socket of sockets) socket.terminate();
    return sockets.length;
  }

  /** For conversations created from now on. */
  setAgentMode(mode: AgentMode): void {
    this.#cloud.knobs.agent = mode;
  }

  knobs(): Knobs {
    return { ...this.#cloud.knobs };
  }

  /** Turns knobs while running; what already waits on a timer goes on waiting. */
  turn(knobs: Partial<Knobs>): Knobs {
    Object.assign(this.#cloud.knobs, knobs);
    return this.knobs();
  }

  /** Everything that happens from now on, until the returned function is called. */
  watch(listener: TraceListener): () => void {
    return this.#cloud.trace.subscribe(listener);
  }

  #conversation(id: string): Conversation {
    const conversation = this.#cloud.conversations.get(id);
    if (conversation === undefined) throw new ControlError(404, `No conversation ${id}`);
    return conversation;
  }
}
