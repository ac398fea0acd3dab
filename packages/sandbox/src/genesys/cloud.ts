import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { Outage } from '../outage.ts';
import { Timers } from '../timers.ts';
import type { Scenario, Script } from './agent-script/script.ts';
import { fits } from './agent-script/script.ts';
import type { ConversationOrigin } from './chat/conversation.ts';
import { Conversation } from './chat/conversation.ts';
import { RateWindow } from './chat/rate-window.ts';
import type { Deployment } from './deployment.ts';
import { FaultRules } from './faults/fault-rules.ts';
import type { CloudOutage } from './faults/outage.ts';
import type { TokenReading } from './jwt.ts';
import { GuestTokens } from './jwt.ts';
import type { Knobs } from './knobs.ts';
import { FrameOutlet } from './stream/frame-outlet.ts';
import { Trace } from './trace.ts';

/** What one played cloud is made of. */
export interface CloudParts {
  readonly knobs: Knobs;
  readonly clock: Clock;
  readonly deployments: readonly Deployment[] | undefined;
  readonly jwtSecret: string | undefined;
}

/** What is counted for a whole organisation. */
export interface OrganizationRates {
  readonly requests: RateWindow;
  readonly creates: RateWindow;
}

/** The vendor's cloud: its chats and what they share. Everything that differs per chat is in the conversation. */
export class Cloud {
  readonly knobs: Knobs;
  readonly timers: Timers;
  readonly trace: Trace;
  readonly faults: FaultRules = new FaultRules();
  readonly outage: CloudOutage = new Outage();
  readonly outlet: FrameOutlet;
  readonly conversations: Map<string, Conversation> = new Map();
  /** Plays the agent of the conversations that one of its scenarios fits, from their creation on. */
  script: Script | undefined;
  /** Of the conversations that have one. */
  readonly scenarios: WeakMap<Conversation, Scenario> = new WeakMap();
  /** Undefined: every deployment and every queue exists. */
  readonly deployments: ReadonlyMap<string, Deployment> | undefined;
  readonly tokens: GuestTokens;
  readonly #organizations: Map<string, OrganizationRates> = new Map();
  readonly #clock: Clock;

  constructor(parts: CloudParts) {
    this.knobs = parts.knobs;
    this.#clock = parts.clock;
    this.timers = new Timers(parts.clock);
    this.trace = new Trace(parts.clock);
    this.outlet = new FrameOutlet(this);
    this.deployments = parts.deployments && new Map(parts.deployments.map((deployment) => [deployment.id, deployment]));
    this.tokens = new GuestTokens(parts.jwtSecret ?? randomUUID(), randomUUID());
  }

  now(): number {
    return this.#clock.now();
  }

  /** A conversation that nobody listens to yet, and that is therefore not routed (docs/guest-chat.md §2.3). */
  open(origin: ConversationOrigin): Conversation {
    const scenario = this.script?.scenarios.find((one) => fits(one, origin));
    const conversation = new Conversation(scenario === undefined ? origin : { ...origin, agentMode: 'script' }, {
      timers: this.timers,
      knobs: this.knobs,
      now: () => this.#clock.now(),
      publish: (of, frame) => this.outlet.publish(of, frame),
      ended: (of) => this.#ended(of),
    });
    this.conversations.set(conversation.id, conversation);
    const { unattachedTtlMs } = this.knobs;
    if (unattachedTtlMs > 0) conversation.grace.set(unattachedTtlMs, () => conversation.end());
    if (scenario !== undefined) this.scenarios.set(conversation, scenario);
    return conversation;
  }

  /** What a token is worth now. */
  readToken(token: string): TokenReading {
    const reading = this.tokens.read(token, { nowMs: this.now(), ttlS: this.knobs.jwtTtlS });
    if (reading.state !== 'valid' || !this.conversations.get(reading.claims.data.conv)?.tokenExpired) return reading;
    return { state: 'expired', claims: reading.claims };
  }

  ratesOf(organizationId: string): OrganizationRates {
    const known = this.#organizations.get(organizationId);
    if (known !== undefined) return known;
    const rates = { requests: new RateWindow(), creates: new RateWindow() };
    this.#organizations.set(organizationId, rates);
    return rates;
  }

  #ended(conversation: Conversation): void {
    if (!this.knobs.closeSocketsAfterEnd) return;
    for (const socket of conversation.sockets) {
      this.outlet.close(socket, this.knobs.endedCloseCode, 'The conversation is ended');
    }
  }
}
