import { randomUUID } from 'node:crypto';
import type { DeliveryFault, TwilioCallFault, TwilioFault, WebhookFault } from './fault-rule.ts';

/** A rule that waits for its call, its message or its webhook. */
export type ActiveTwilioFault = TwilioFault & {
  readonly id: string;
  /** How often it will still strike; null until deleted. */
  readonly remaining: number | null;
};

/** The faults still to be played, oldest first. The oldest rule that fits strikes. */
export class TwilioFaults {
  #rules: ActiveTwilioFault[] = [];

  add(rule: TwilioFault): ActiveTwilioFault {
    const active = { ...rule, id: randomUUID(), remaining: rule.times === undefined ? 1 : rule.times };
    this.#rules.push(active);
    return active;
  }

  list(): readonly ActiveTwilioFault[] {
    return [...this.#rules];
  }

  clear(): void {
    this.#rules = [];
  }

  /** Uses up one strike of the rule about this call. */
  takeCall(operation: string, phone: string | undefined): TwilioCallFault | undefined {
    return this.#take(
      (rule): rule is ActiveTwilioFault & TwilioCallFault =>
        (rule.operation === operation || rule.operation === 'any') && isAbout(rule, phone),
    );
  }

  /** The same for a message on its way. */
  takeDelivery(phone: string): DeliveryFault | undefined {
    return this.#take(
      (rule): rule is ActiveTwilioFault & DeliveryFault => rule.operation === 'delivery' && isAbout(rule, phone),
    );
  }

  /** The same for a webhook; `status` is a callback's. */
  takeWebhook(operation: WebhookFault['operation'], phone: string, status?: string): WebhookFault | undefined {
    return this.#take(
      (rule): rule is ActiveTwilioFault & WebhookFault =>
        rule.operation === operation &&
        isAbout(rule, phone) &&
        ((rule as WebhookFault).messageStatus ?? status) === status,
    );
  }

  #take<R extends ActiveTwilioFault>(fits: (rule: ActiveTwilioFault) => rule is R): R | undefined {
    const rule = this.#rules.find(fits);
    if (rule === undefined) return undefined;
    const remaining = rule.remaining === null ? null : rule.remaining - 1;
    this.#rules = this.#rules.flatMap((one) => {
      if (one.id !== rule.id) return [one];
      return remaining === 0 ? [] : [{ ...one, remaining }];
    });
    return rule;
  }
}

function isAbout(rule: TwilioFault, phone: string | undefined): boolean {
  return rule.phone === undefined || rule.phone === phone;
}
