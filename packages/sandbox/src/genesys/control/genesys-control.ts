import { ControlError } from '../../control/control-error.ts';
import type { AgentScript } from '../agent-script/agent-script.ts';
import { parseScript } from '../agent-script/parse-script.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Cloud } from '../cloud.ts';
import type { FaultRule } from '../faults/fault-rule.ts';
import type { ActiveFault } from '../faults/fault-rules.ts';
import type { Knobs } from '../knobs.ts';
import type { TraceListener } from '../trace.ts';
import { AgentDesk } from './agent-desk.ts';
import type { ConversationDetail, ConversationSummary } from './conversation-view.ts';
import { detailOf, summaryOf } from './conversation-view.ts';
import type { SocketClose } from './fault-switchboard.ts';
import { FaultSwitchboard } from './fault-switchboard.ts';

/** Behind the scenes of a running sandbox. The HTTP control API is this, word for word. */
export class GenesysControl {
  /** The agents' side. */
  readonly agent: AgentDesk;
  /** What strikes at once; rules about calls and frames are {@link GenesysControl.addFault}. */
  readonly fault: FaultSwitchboard;
  readonly #cloud: Cloud;
  #script: AgentScript = { scenarios: [] };

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.agent = new AgentDesk(cloud);
    this.fault = new FaultSwitchboard(cloud);
  }

  /** All, or those in that state, oldest first. */
  conversations(state?: ConversationSummary['state']): readonly ConversationSummary[] {
    const all = [...this.#cloud.conversations.values()];
    return all.filter((one) => state === undefined || one.state === state).map(summaryOf);
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

  /** Breaks event streams of one conversation or of all; without a close frame, unless a code is given. */
  dropSockets(conversationId?: string, close?: SocketClose): number {
    return this.fault.dropSockets(conversationId, close);
  }

  /** For conversations created from now on. */
  setAgentMode(mode: Knobs['agent']): void {
    this.#cloud.knobs.agent = mode;
  }

  /** Plays the agent of conversations created from now on. Throws a ScriptError that says what is wrong with it. */
  setScript(script: AgentScript): void {
    this.#cloud.script = parseScript(script);
    this.#script = script;
  }

  /** As it was given; without scenarios when there is none. */
  script(): AgentScript {
    return this.#script;
  }

  /** What is being played goes on. */
  clearScript(): void {
    this.#cloud.script = undefined;
    this.#script = { scenarios: [] };
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
