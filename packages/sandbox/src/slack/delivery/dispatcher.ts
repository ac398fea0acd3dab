import { faultDelayMs } from '../faults/slack-fault.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import type { Attempt, Delivery, Outcome, SignatureFault } from './delivery.ts';
import { HttpCarrier } from './http-carrier.ts';
import type { SocketHub } from './socket-hub.ts';

/** Hands deliveries to the app by whichever way it is configured for, and again when that fails. */
export class Dispatcher {
  readonly http: HttpCarrier;
  readonly #cloud: SlackCloud;
  readonly #hub: SocketHub;
  /** Held back by a fault until the next one has gone. */
  #late: (() => void)[] = [];

  constructor(cloud: SlackCloud, hub: SocketHub) {
    this.#cloud = cloud;
    this.#hub = hub;
    this.http = new HttpCarrier(cloud);
  }

  /** Resolves with the last attempt's outcome. */
  async send(delivery: Delivery): Promise<Outcome> {
    const fault = this.#cloud.faults.takeDelivery(delivery);
    const { trace, timers } = this.#cloud;
    if (fault !== undefined) trace.emit({ kind: 'fault', type: fault.effect, teamId: delivery.teamId });
    switch (fault?.effect) {
      case undefined:
        return this.#attempts(delivery).finally(() => this.#releaseLate());
      case 'drop':
        return { state: 'failed', reason: 'dropped', noRetry: true };
      case 'duplicate': {
        const [first] = await Promise.all([this.#attempts(delivery), this.#attempts(delivery)]);
        return first;
      }
      case 'delay':
        await new Promise<void>((resolve) => timers.after(faultDelayMs(fault), resolve));
        return this.#attempts(delivery);
      case 'reorder':
        await new Promise<void>((resolve) => {
          this.#late.push(resolve);
          if (fault.delayMs !== undefined) timers.after(fault.delayMs, resolve);
        });
        return this.#attempts(delivery);
      default:
        return this.#attempts(delivery, fault?.effect);
    }
  }

  async #attempts(delivery: Delivery, fault?: SignatureFault): Promise<Outcome> {
    const delays = delivery.kind === 'events_api' || this.#cloud.knobs.retryInteractive ? this.#retryDelays() : [];
    let attempt: Attempt = { number: 0, reason: '' };
    for (;;) {
      const outcome = await this.#carry(delivery, attempt, attempt.number === 0 ? fault : undefined);
      const delayMs = delays[attempt.number];
      const isLast = outcome.state === 'acked' || outcome.noRetry || delayMs === undefined;
      // Whoever sees in the trace that it failed can rely on the next attempt being on its way.
      const due = isLast ? undefined : new Promise<void>((resolve) => this.#cloud.timers.after(delayMs, resolve));
      this.#tell(delivery, attempt, outcome);
      if (isLast) return outcome;
      await due;
      attempt = { number: attempt.number + 1, reason: outcome.reason };
    }
  }

  #carry(delivery: Delivery, attempt: Attempt, fault?: SignatureFault): Promise<Outcome> {
    if (this.#cloud.app.mode === 'socket') return this.#hub.carry(delivery, attempt);
    return this.http.carry(delivery, attempt, fault);
  }

  #tell(delivery: Delivery, attempt: Attempt, outcome: Outcome): void {
    this.#cloud.trace.emit({
      kind: 'delivery',
      type: delivery.type,
      teamId: delivery.teamId,
      attempt: attempt.number,
      outcome: outcome.state === 'acked' ? 'acked' : outcome.reason,
      ...(delivery.channel !== undefined && { channel: delivery.channel }),
      ...(outcome.state === 'failed' && outcome.status !== undefined && { status: outcome.status }),
    });
  }

  #releaseLate(): void {
    for (const release of this.#late.splice(0)) release();
  }

  #retryDelays(): readonly number[] {
    const { retryDelays } = this.#cloud.knobs;
    return retryDelays === '' ? [] : retryDelays.split(',').map(Number);
  }
}
