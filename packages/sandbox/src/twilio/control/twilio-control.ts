import { ControlError } from '../../control/control-error.ts';
import type { TwilioCloud } from '../cloud.ts';
import type { DebuggerEntry } from '../debugger.ts';
import type { TwilioFault } from '../faults/fault-rule.ts';
import type { ActiveTwilioFault } from '../faults/fault-rules.ts';
import { receive } from '../inbound/receive.ts';
import type { TwilioKnobs } from '../knobs.ts';
import type { Media } from '../message.ts';
import { e164 } from '../number.ts';
import type { TwilioTraceListener } from '../trace.ts';
import type { WebhookAttempt } from '../webhook/webhook-log.ts';
import type { PhoneMessage, PhoneSummary } from './views.ts';
import { phoneMessage, phoneOf, phoneSummaries } from './views.ts';

/** What somebody writes on a phone. */
export interface TextFromPhone {
  /** E.164. */
  readonly from: string;
  /** One of the account's numbers; its first when absent. */
  readonly to?: string;
  readonly body?: string;
  readonly media?: readonly { readonly contentType: string; readonly bytes: Uint8Array }[];
}

/** One number of the account, and what it sends to where. */
export interface NumberEntry {
  readonly phoneNumber: string;
  readonly sid: string;
  readonly smsUrl: string;
  readonly messagingServiceSid: string | null;
}

/** Somebody who wants nothing from a sender. */
export interface OptOutEntry {
  /** A number of the account, or a messaging service. */
  readonly sender: string;
  readonly phone: string;
  readonly since: string;
}

const longestText = 1_600;

/** Behind the scenes of a running sandbox. The HTTP control API is this, word for word. */
export class TwilioControl {
  readonly #cloud: TwilioCloud;

  constructor(cloud: TwilioCloud) {
    this.#cloud = cloud;
  }

  numbers(): readonly NumberEntry[] {
    return this.#cloud.numbers.map(({ phoneNumber, sid, smsUrl }) => ({
      phoneNumber,
      sid,
      smsUrl,
      messagingServiceSid: this.#cloud.serviceOf(phoneNumber)?.sid ?? null,
    }));
  }

  /** A phone texts one of the account's numbers. Throws a ControlError for what no phone could do. */
  text({ from, to, body = '', media = [] }: TextFromPhone): PhoneMessage {
    const wanted = to ?? this.#cloud.numbers[0]?.phoneNumber ?? '';
    const number = this.#cloud.numberOf(wanted);
    if (!e164.test(from)) throw new ControlError(400, `${from} is no number in E.164`);
    if (number === undefined) throw new ControlError(404, `No number ${wanted}`);
    if (body === '' && media.length === 0) throw new ControlError(400, 'Neither a body nor media');
    if (Array.from(body).length > longestText) throw new ControlError(400, 'Longer than 1600 characters');
    const files = media.map(({ contentType, bytes }) => ({ contentType, bytes: Buffer.from(bytes) }));
    return phoneMessage(receive(this.#cloud, number, { from, body, files }));
  }

  phones(): readonly PhoneSummary[] {
    return phoneSummaries(this.#cloud);
  }

  /** Of one phone, oldest first; also what has not come to it, which its status tells. */
  messages(phone: string): readonly PhoneMessage[] {
    const all = this.#cloud.messages.oldestFirst();
    return all.filter((message) => phoneOf(message) === phone).map(phoneMessage);
  }

  /** A file of any message. */
  media(sid: string): Media | undefined {
    return this.#cloud.messages.media(sid);
  }

  optOuts(): readonly OptOutEntry[] {
    return this.#cloud.optOuts.list();
  }

  /** As if the phone had sent STOP long ago; `sender` is a number of the account or a messaging service. */
  optOut(sender: string, phone: string): void {
    this.#cloud.optOuts.add(this.#sender(sender), phone, this.#cloud.now());
  }

  /** False when there was nothing to take back. */
  optIn(sender: string, phone: string): boolean {
    return this.#cloud.optOuts.remove(this.#sender(sender), phone);
  }

  addFault(rule: TwilioFault): ActiveTwilioFault {
    return this.#cloud.faults.add(rule);
  }

  faults(): readonly ActiveTwilioFault[] {
    return this.#cloud.faults.list();
  }

  clearFaults(): void {
    this.#cloud.faults.clear();
  }

  /** Oldest first. */
  debugger(): readonly DebuggerEntry[] {
    return this.#cloud.debugger.list();
  }

  /** The latest thousand attempts to call webhooks, oldest first. */
  webhooks(): readonly WebhookAttempt[] {
    return this.#cloud.webhooks.list();
  }

  knobs(): TwilioKnobs {
    return { ...this.#cloud.knobs };
  }

  /** Turns knobs while running; what already waits on a timer goes on waiting. */
  turn(knobs: Partial<TwilioKnobs>): TwilioKnobs {
    Object.assign(this.#cloud.knobs, knobs);
    return this.knobs();
  }

  /** Another primary token: it signs from now on; the old one still opens the API, as the secondary (§1.3). */
  promoteToken(authToken: string): void {
    const { account } = this.#cloud;
    account.secondaryAuthToken = account.authToken;
    account.authToken = authToken;
  }

  /** Everything that happens from now on, until the returned function is called. */
  watch(listener: TwilioTraceListener): () => void {
    return this.#cloud.trace.subscribe(listener);
  }

  /** Resolves when all webhooks have been called and answered, apart from what waits on the clock. */
  quiet(): Promise<void> {
    return this.#cloud.activity.quiet();
  }

  /** Forgets messages, opt-outs, faults, the debugger; what was under way is broken off. Knobs and numbers stay. */
  reset(): void {
    this.#cloud.reset();
  }

  #sender(sender: string): string {
    if (this.#cloud.services.some(({ sid }) => sid === sender)) return sender;
    if (this.#cloud.numberOf(sender) === undefined) throw new ControlError(404, `No number or service ${sender}`);
    return this.#cloud.optOutSender(sender);
  }
}
