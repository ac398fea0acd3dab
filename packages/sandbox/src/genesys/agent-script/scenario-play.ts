import { ControlError } from '../../control/control-error.ts';
import { onGuestSaid } from '../chat/agents.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Cloud } from '../cloud.ts';
import { AgentDesk } from '../control/agent-desk.ts';
import type { GuestWait, Scenario, Step } from './script.ts';

/** One scenario being played in one chat: a person at the desk who does as it says, and stops where they cannot. */
export class ScenarioPlay {
  readonly #cloud: Cloud;
  readonly #conversation: Conversation;
  readonly #scenario: Scenario;
  readonly #desk: AgentDesk;
  /** What the guest said and no step has waited for yet. */
  readonly #unread: string[] = [];
  #next = 0;
  /** How many messages that fit the current `waitFor` has seen. */
  #seen = 0;
  /** What ended the last `waitFor`. */
  #answered: string | undefined;
  #latest = '';
  #state: 'busy' | 'waiting for the guest' | 'over' = 'busy';

  constructor(cloud: Cloud, conversation: Conversation, scenario: Scenario) {
    this.#cloud = cloud;
    this.#conversation = conversation;
    this.#scenario = scenario;
    this.#desk = new AgentDesk(cloud);
  }

  /** To be called once, when the chat is active. */
  start(): void {
    onGuestSaid(this.#conversation, (text) => this.#hear(text));
    this.#goOn();
  }

  #hear(text: string): void {
    if (this.#state === 'over') return;
    this.#latest = text;
    this.#unread.push(text);
    if (this.#state === 'waiting for the guest') this.#goOn();
  }

  /** Plays up to the next wait. */
  #goOn(): void {
    this.#state = 'busy';
    for (;;) {
      if (this.#conversation.state !== 'active') return this.#stop();
      const { steps, repeatFrom } = this.#scenario;
      const step = steps[this.#next];
      if (step === undefined) {
        if (repeatFrom === undefined) return this.#stop();
        this.#next = repeatFrom;
      } else if (step.kind === 'wait') {
        this.#next += 1;
        this.#cloud.timers.after(step.ms, () => this.#goOn());
        return;
      } else if (step.kind === 'waitFor') {
        if (!this.#hasHeard(step)) return;
        this.#next += 1;
      } else if (this.#do(step)) this.#next += 1;
      else return;
    }
  }

  #hasHeard(wait: GuestWait): boolean {
    for (let text = this.#unread.shift(); text !== undefined; text = this.#unread.shift()) {
      if (wait.text !== undefined && wait.text !== text) continue;
      if (wait.matches !== undefined && !wait.matches.test(text)) continue;
      this.#seen += 1;
      if (this.#seen < wait.count) continue;
      this.#seen = 0;
      this.#answered = text;
      return true;
    }
    this.#state = 'waiting for the guest';
    return false;
  }

  /** False: somebody was at the desk meanwhile, and it cannot be done any more. */
  #do(step: Exclude<Step, GuestWait | { kind: 'wait' }>): boolean {
    try {
      this.#act(step);
      return true;
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      const where = `${this.#scenario.title}, step ${this.#next + 1} (${step.kind})`;
      this.#stop(`${where}: ${error.message}`);
      return false;
    }
  }

  #act(step: Exclude<Step, GuestWait | { kind: 'wait' }>): void {
    const { id } = this.#conversation;
    switch (step.kind) {
      case 'decline':
        if (this.#conversation.find('AGENT', 'ALERTING') === undefined) this.#desk.alert(id, step);
        this.#desk.decline(id);
        return;
      case 'say':
        this.#desk.say(id, { ...step, text: step.text.replaceAll('{text}', () => this.#answered ?? this.#latest) });
        return;
      case 'end':
        this.#conversation.end();
        return;
      case 'mediaRequest':
        this.#desk.requestMedia(id, step);
        return;
      case 'alert':
      case 'accept':
      case 'transfer':
        this.#desk[step.kind](id, step);
        return;
      default:
        this.#desk[step.kind](id);
    }
  }

  #stop(why?: string): void {
    this.#state = 'over';
    if (why === undefined) return;
    this.#cloud.trace.emit({ kind: 'agent', conversationId: this.#conversation.id, type: 'script-stopped', text: why });
  }
}
