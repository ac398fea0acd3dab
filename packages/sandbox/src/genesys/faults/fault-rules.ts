import { randomUUID } from 'node:crypto';
import type { FaultRule } from './fault-rule.ts';

/** A rule that waits for its call. */
export interface ActiveFault extends FaultRule {
  readonly id: string;
  /** How often it will still strike; null until deleted. */
  readonly remaining: number | null;
}

/** The faults still to be played, oldest first. */
export class FaultRules {
  #active: ActiveFault[] = [];

  add(rule: FaultRule): ActiveFault {
    const active = { ...rule, id: randomUUID(), remaining: rule.times === undefined ? 1 : rule.times };
    this.#active.push(active);
    return active;
  }

  list(): readonly ActiveFault[] {
    return this.#active;
  }

  clear(): void {
    this.#active = [];
  }

  /** Uses up one strike of the oldest rule that fits. */
  take(operation: string, conversationId: string | undefined): FaultRule | undefined {
    const index = this.#active.findIndex(
      (rule) =>
        (rule.operation === operation || rule.operation === 'any') &&
        (rule.conversationId === undefined || rule.conversationId === conversationId),
    );
    const rule = this.#active[index];
    if (rule === undefined) return undefined;
    if (rule.remaining === 1) this.#active.splice(index, 1);
    else if (rule.remaining !== null) this.#active[index] = { ...rule, remaining: rule.remaining - 1 };
    return rule;
  }
}
