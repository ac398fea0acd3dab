import type { Clock } from '../clock.ts';
import { Outage } from '../outage.ts';
import { Timers } from '../timers.ts';
import type { Dispatcher } from './delivery/dispatcher.ts';
import type { SlackOutageKind } from './faults/outage-kind.ts';
import { SlackFaults } from './faults/slack-faults.ts';
import { ResponseUrls } from './interaction/response-urls.ts';
import { Triggers } from './interaction/triggers.ts';
import { Views } from './interaction/views.ts';
import type { SlackKnobs } from './knobs.ts';
import { OAuthCodes } from './oauth/oauth-codes.ts';
import type { SlackApp } from './slack-app.ts';
import { Tokens } from './tokens.ts';
import { SlackTrace } from './trace.ts';
import { Rates } from './web-api/rates.ts';
import { Uploads } from './web-api/uploads.ts';
import type { Channel } from './workspace/channel.ts';
import type { Team } from './workspace/team.ts';

/** What one played Slack is made of. */
export interface SlackCloudParts {
  readonly knobs: SlackKnobs;
  readonly clock: Clock;
  readonly app: SlackApp;
}

/** Slack: its workspaces, the app, and what they share. */
export class SlackCloud {
  readonly knobs: SlackKnobs;
  readonly app: SlackApp;
  readonly timers: Timers;
  readonly trace: SlackTrace;
  readonly faults: SlackFaults = new SlackFaults();
  readonly outage: Outage<SlackOutageKind> = new Outage();
  readonly teams: Map<string, Team> = new Map();
  tokens: Tokens = new Tokens();
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly views: Views = new Views();
  readonly rates: Rates = new Rates();
  readonly uploads: Uploads = new Uploads();
  readonly codes: OAuthCodes;
  /** http://host:port, once it listens. */
  baseUrl = '';
  readonly #clock: Clock;
  #dispatcher: Dispatcher | undefined;
  /** What calls have caused and is told once they are answered. */
  #held: (() => void)[] | undefined;

  constructor(parts: SlackCloudParts) {
    this.knobs = parts.knobs;
    this.app = parts.app;
    this.#clock = parts.clock;
    this.timers = new Timers(parts.clock);
    this.trace = new SlackTrace(parts.clock);
    this.triggers = new Triggers(this);
    this.responseUrls = new ResponseUrls(this);
    this.codes = new OAuthCodes(this);
  }

  now(): number {
    return this.#clock.now();
  }

  /** Set once, while the parts are put together. */
  set dispatcher(dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
  }

  get dispatcher(): Dispatcher {
    if (this.#dispatcher === undefined) throw new Error('Nothing delivers yet');
    return this.#dispatcher;
  }

  /** Now, or once the call that is being handled was answered. */
  afterAnswer(run: () => void): void {
    if (this.#held === undefined) run();
    else this.#held.push(run);
  }

  /** Runs `handle` and keeps back what it wants told. */
  hold<T>(handle: () => T): { readonly result: T; release(): void } {
    const held: (() => void)[] = [];
    this.#held = held;
    try {
      const result = handle();
      return { result, release: () => held.splice(0).forEach((run) => void run()) };
    } finally {
      this.#held = undefined;
    }
  }

  /** Of any workspace. */
  channel(id: string): Channel | undefined {
    for (const team of this.teams.values()) {
      const channel = team.channels.get(id);
      if (channel !== undefined) return channel;
    }
    return undefined;
  }

  /** The workspace of a channel, person or id of its own. */
  teamOf(id: string): Team | undefined {
    return [...this.teams.values()].find((team) => team.id === id || team.channels.has(id) || team.people.has(id));
  }
}
