import { randomUUID } from 'node:crypto';
import type { Delivery } from '../delivery/delivery.ts';
import type { SlackCallFault, SlackDeliveryFault, SlackFaultRule } from './slack-fault.ts';
import { isDeliveryFault } from './slack-fault.ts';

/** A rule that waits for its call or its delivery. */
export type ActiveSlackFault = SlackFaultRule & {
  readonly id: string;
  /** How often it will still strike; null until the rules are cleared. */
  readonly remaining: number | null;
};

/** The faults still to be played, oldest first. */
export class SlackFaults {
  #rules: readonly ActiveSlackFault[] = [];

  add(rule: SlackFaultRule): ActiveSlackFault {
    const active = { ...rule, id: randomUUID(), remaining: rule.times === undefined ? 1 : rule.times };
    this.#rules = [...this.#rules, active];
    return active;
  }

  list(): readonly ActiveSlackFault[] {
    return this.#rules;
  }

  clear(): void {
    this.#rules = [];
  }

  /** Uses up one strike of the oldest rule about this call. */
  takeCall(operation: string, channel: string | undefined): SlackCallFault | undefined {
    const rule = this.#take((one) => {
      if (isDeliveryFault(one) || (one.operation !== operation && one.operation !== 'any')) return false;
      return one.channel === undefined || one.channel === channel;
    });
    return rule === undefined || isDeliveryFault(rule) ? undefined : rule;
  }

  /** The same for something that is handed to the app. */
  takeDelivery({ type, channel }: Delivery): SlackDeliveryFault | undefined {
    const rule = this.#take((one) => {
      if (!isDeliveryFault(one) || (one.type !== undefined && one.type !== type)) return false;
      return one.channel === undefined || one.channel === channel;
    });
    return rule !== undefined && isDeliveryFault(rule) ? rule : undefined;
  }

  #take(fits: (rule: ActiveSlackFault) => boolean): ActiveSlackFault | undefined {
    const found = this.#rules.find(fits);
    if (found === undefined) return undefined;
    const rest = found.remaining === null ? null : found.remaining - 1;
    this.#rules = this.#rules.flatMap((rule) => {
      if (rule !== found) return [rule];
      return rest === 0 ? [] : [{ ...rule, remaining: rest }];
    });
    return found;
  }
}
