import type { Clock } from '../clock.ts';
import { Timers } from '../timers.ts';
import type { Account } from './account.ts';
import { Activity } from './activity.ts';
import { Debugger } from './debugger.ts';
import { TwilioFaults } from './faults/fault-rules.ts';
import type { TwilioKnobs } from './knobs.ts';
import type { Message } from './message.ts';
import { Messages } from './messages.ts';
import type { OwnNumber } from './number.ts';
import { OptOuts } from './opt-out/opt-outs.ts';
import type { MessagingService } from './service.ts';
import { TwilioTrace } from './trace.ts';
import { WebhookLog } from './webhook/webhook-log.ts';

/** What one played cloud is made of. */
export interface TwilioCloudParts {
  readonly knobs: TwilioKnobs;
  readonly clock: Clock;
  readonly account: Account;
  readonly numbers: readonly OwnNumber[];
  readonly services: readonly MessagingService[];
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** The vendor's cloud: one account, and what all its parts share. */
export class TwilioCloud {
  readonly knobs: TwilioKnobs;
  readonly account: Account;
  readonly numbers: OwnNumber[];
  readonly services: MessagingService[];
  readonly random: () => number;
  readonly trace: TwilioTrace;
  readonly activity: Activity = new Activity();
  readonly faults: TwilioFaults = new TwilioFaults();
  readonly messages: Messages = new Messages();
  readonly optOuts: OptOuts = new OptOuts();
  readonly debugger: Debugger = new Debugger();
  readonly webhooks: WebhookLog = new WebhookLog();
  /** When a sender will have sent all that it was given, by number. */
  readonly busyUntil: Map<string, number> = new Map();
  /** Which number of a service a phone hears from, by service and phone. */
  readonly stickySenders: Map<string, string> = new Map();
  /** Where clients find the API and the storage host; known once they listen. */
  urls: { readonly api: string; readonly storage: string } = { api: '', storage: '' };
  readonly #clock: Clock;
  #timers: Timers;
  #stopper: AbortController = new AbortController();

  constructor(parts: TwilioCloudParts) {
    this.knobs = parts.knobs;
    this.account = parts.account;
    this.numbers = [...parts.numbers];
    this.services = [...parts.services];
    this.random = parts.random;
    this.#clock = parts.clock;
    this.#timers = new Timers(parts.clock);
    this.trace = new TwilioTrace(parts.clock);
  }

  now(): number {
    return this.#clock.now();
  }

  /** Those of now: a reset replaces them. */
  get timers(): Timers {
    return this.#timers;
  }

  /** Breaks off calls of webhooks when the cloud stops or is reset. */
  get signal(): AbortSignal {
    return this.#stopper.signal;
  }

  numberOf(phoneNumber: string): OwnNumber | undefined {
    return this.numbers.find((number) => number.phoneNumber === phoneNumber);
  }

  serviceOf(phoneNumber: string): MessagingService | undefined {
    return this.services.find(({ phoneNumbers }) => phoneNumbers.includes(phoneNumber));
  }

  /** Whom an opt-out is from: the number's service, or the number alone (§1.10). */
  optOutSender(phoneNumber: string): string {
    return this.serviceOf(phoneNumber)?.sid ?? phoneNumber;
  }

  /** Whether a message is still one of the account's. */
  has(message: Message): boolean {
    return this.messages.get(message.sid) === message;
  }

  noteTrouble(code: number, about: { readonly resourceSid: string; readonly url: string }): void {
    const entry = this.debugger.add(code, { at: new Date(this.now()).toISOString(), ...about });
    this.trace.emit({ kind: 'debugger', messageSid: about.resourceSid, code, text: entry.message });
  }

  /** As freshly started: numbers, services and knobs stay as they are. */
  reset(): void {
    this.stop();
    this.#timers = new Timers(this.#clock);
    this.#stopper = new AbortController();
    for (const part of [this.messages, this.optOuts, this.debugger, this.webhooks, this.faults]) part.clear();
    this.busyUntil.clear();
    this.stickySenders.clear();
    this.trace.emit({ kind: 'reset' });
  }

  stop(): void {
    this.#timers.close();
    this.#stopper.abort();
  }
}
