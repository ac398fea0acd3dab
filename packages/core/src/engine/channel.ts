import type { ChannelAdapter } from '../contracts/channel-adapter.ts';
import type { ContactCenter, ContactCenterLimits } from '../contracts/contact-center.ts';
import type { Clock } from '../contracts/runtime.ts';
import type { Route } from '../domain/failure.ts';
import type { ChannelName } from '../domain/ids.ts';
import type { SystemTexts } from '../domain/system-texts.ts';
import { systemTextsOf } from '../domain/system-texts.ts';
import { CONTACT_CENTER_RETRY_MS, DEFAULT_DELIVER_TIMEOUT_MS, type Policy } from '../session/policy.ts';
import type { ChannelSetup } from './engine-options.ts';
import { RateLimiter } from './rate-limiter.ts';
import { RouteGate } from './route-gate.ts';
import type { Trace } from './trace.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_MAX_AGE_MS = { toAgent: 24 * HOUR_MS, toCustomer: 4 * HOUR_MS };
const DEFAULT_RETRY_MS = [500, 1_000, 2_000, 5_000, 15_000, 60_000, 300_000];

export interface ChannelOptions {
  readonly setup: ChannelSetup;
  readonly contactCenters: ReadonlyMap<string, ContactCenter>;
  readonly clock: Clock;
  readonly trace: Trace;
}

/** One channel while the engine runs: its settings as the transition wants them, and its three routes. */
export class Channel {
  readonly name: ChannelName;
  readonly adapter: ChannelAdapter;
  readonly gates: Readonly<Record<Route, RouteGate>>;
  readonly rates: RateLimiter;
  readonly #setup: ChannelSetup;
  readonly #contactCenters: ReadonlyMap<string, ContactCenter>;
  readonly #texts: SystemTexts;
  /** While the engine drains, nothing new is begun. */
  #draining = false;
  #started = false;
  #closed = false;
  /** By the transport of the running session; all of them are made anew when a route pauses or opens. */
  readonly #policies = new Map<string | null, Policy>();

  constructor({ setup, contactCenters, clock, trace }: ChannelOptions) {
    this.name = setup.name;
    this.adapter = setup.adapter;
    this.#setup = setup;
    this.#contactCenters = contactCenters;
    this.#texts = systemTextsOf(setup);
    this.rates = new RateLimiter(clock);
    const gate = (route: Route, scheduleMs: readonly number[]) =>
      new RouteGate({
        route,
        clock,
        scheduleMs,
        random: Math.random,
        onChange: (paused, code) => {
          this.#policies.clear();
          trace({ step: paused ? 'route.paused' : 'route.open', channel: setup.name, route, code });
        },
      });
    this.gates = {
      opening: gate('opening', CONTACT_CENTER_RETRY_MS),
      toAgent: gate('toAgent', CONTACT_CENTER_RETRY_MS),
      toCustomer: gate('toCustomer', this.#retryScheduleMs),
    };
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** Whether the adapter is ready to deliver. */
  get started(): boolean {
    return this.#started;
  }

  markStarted(): void {
    this.#started = true;
    this.gates.toCustomer.works();
  }

  /** Whether what its customers say is kept without card numbers. */
  get masksCardNumbers(): boolean {
    return this.#setup.maskCardNumbers === true;
  }

  /** How long after its end a conversation is kept; null: for ever. */
  get retainMs(): number | null {
    return this.#setup.retainMs ?? null;
  }

  drain(): void {
    this.#draining = true;
    this.#policies.clear();
    for (const gate of Object.values(this.gates)) gate.close();
  }

  /** Its adapter has stopped: nobody has anything to tell any more. */
  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
  }

  /** The policy for a customer whose running session, if any, belongs to a transport. */
  policy(runningTransport: string | null): Policy {
    const known = this.#policies.get(runningTransport);
    if (known !== undefined) return known;
    const policy = this.#policyOf(runningTransport);
    this.#policies.set(runningTransport, policy);
    return policy;
  }

  #policyOf(runningTransport: string | null): Policy {
    const { adapter, transport, routing, maxAgeMs, onSilence, noAgent } = this.#setup;
    const { capabilities } = adapter;
    return {
      channel: this.name,
      transport,
      routing,
      contactCenter: this.#limits(runningTransport ?? transport),
      adapter: {
        presence: capabilities.presence,
        text: capabilities.text ?? null,
        deliverTimeoutMs: capabilities.deliverTimeoutMs ?? DEFAULT_DELIVER_TIMEOUT_MS,
        retryScheduleMs: this.#retryScheduleMs,
        findsSent: adapter.findSent !== undefined,
        waiting: capabilities.presence === 'text' || capabilities.waiting === true,
        rated: adapter.rate !== undefined,
        receipts: capabilities.receipts === true,
        anonymousName: 'Customer',
      },
      maxAgeMs: { ...DEFAULT_MAX_AGE_MS, ...maxAgeMs },
      paused: {
        opening: this.#draining || this.gates.opening.paused,
        toAgent: this.#draining || this.gates.toAgent.paused,
        toCustomer: this.#draining || this.gates.toCustomer.paused,
      },
      draining: this.#draining,
      texts: this.#texts,
      onSilence: onSilence ?? capabilities.onSilence ?? 'warn',
      noAgent: noAgent ?? null,
    };
  }

  get #retryScheduleMs(): readonly number[] {
    return this.adapter.capabilities.retryScheduleMs ?? DEFAULT_RETRY_MS;
  }

  #limits(transport: string): ContactCenterLimits {
    const contactCenter = this.#contactCenters.get(transport) ?? this.#contactCenters.get(this.#setup.transport);
    if (contactCenter === undefined) throw new TypeError(`no contact centre for the transport ${transport}`);
    return contactCenter.limits;
  }
}
