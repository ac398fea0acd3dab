import { randomUUID } from 'node:crypto';
import type { CallFault, FaultRule } from './fault-rule.ts';
import type { FrameFacts, FrameFault } from './frame-fault.ts';
import { isAbout } from './frame-fault.ts';

interface Waiting {
  readonly id: string;
  /** How often it will still strike; null until deleted. */
  readonly remaining: number | null;
}

/** A rule that waits for its call or its frame. */
export type ActiveFault = FaultRule & Waiting;

/** The faults still to be played, oldest first. */
export class FaultRules {
  #calls: (CallFault & Waiting)[] = [];
  #frames: (FrameFault & Waiting)[] = [];
  #order: readonly string[] = [];

  add(rule: FaultRule): ActiveFault {
    const waiting = { id: randomUUID(), remaining: rule.times === undefined ? 1 : rule.times };
    this.#order = [...this.#order, waiting.id];
    if (rule.operation === 'frame') {
      const active = { ...rule, ...waiting };
      this.#frames.push(active);
      return active;
    }
    const active = { ...rule, ...waiting };
    this.#calls.push(active);
    return active;
  }

  list(): readonly ActiveFault[] {
    const active = new Map<string, ActiveFault>([...this.#calls, ...this.#frames].map((rule) => [rule.id, rule]));
    return this.#order.flatMap((id) => active.get(id) ?? []);
  }

  clear(): void {
    this.#calls = [];
    this.#frames = [];
    this.#order = [];
  }

  /** Uses up one strike of the oldest rule about this call. */
  takeCall(operation: string, conversationId: string | undefined): CallFault | undefined {
    return take(this.#calls, (rule) => {
      if (rule.operation !== operation && rule.operation !== 'any') return false;
      return rule.conversationId === undefined || rule.conversationId === conversationId;
    });
  }

  /** The same for a frame. */
  takeFrame(facts: FrameFacts): FrameFault | undefined {
    return take(this.#frames, (rule) => isAbout(rule, facts));
  }
}

function take<R extends Waiting>(rules: R[], fits: (rule: R) => boolean): R | undefined {
  const index = rules.findIndex(fits);
  const rule = rules[index];
  if (rule === undefined) return undefined;
  if (rule.remaining === 1) rules.splice(index, 1);
  else if (rule.remaining !== null) rules[index] = { ...rule, remaining: rule.remaining - 1 };
  return rule;
}
