import type { TwilioCloud } from '../cloud.ts';
import { receiptDate } from '../date-text.ts';
import { messageOfCode } from '../error-code.ts';
import type { Message } from '../message.ts';
import { callWebhook } from '../webhook/call-webhook.ts';
import type { WebhookParameters } from '../webhook/signature.ts';

/** Tells changes of a message's status to its callback address: one after the other, unless knobs and faults say otherwise. */
export class StatusCallbacks {
  readonly #cloud: TwilioCloud;
  readonly #message: Message;
  #held: WebhookParameters[] = [];
  #tail: Promise<void> = Promise.resolve();

  constructor(cloud: TwilioCloud, message: Message) {
    this.#cloud = cloud;
    this.#message = message;
  }

  /** The status as it is now; `last` when nothing will follow. */
  tell(last: boolean): void {
    if (this.#message.statusCallback === undefined) return;
    this.#held.push(parametersOf(this.#cloud, this.#message));
    if (this.#cloud.knobs.callbackOrder !== 'inOrder' && !last) return;
    const ready = arrange(this.#held, this.#cloud);
    this.#held = [];
    for (const parameters of ready) this.#enqueue(parameters);
  }

  /** Resolves when all that was told so far has been answered, or given up. */
  settled(): Promise<void> {
    return this.#tail;
  }

  #enqueue(parameters: WebhookParameters): void {
    const { to } = this.#message;
    const status = parameters.find(([name]) => name === 'MessageStatus')?.[1];
    const fault = this.#cloud.faults.takeWebhook('callback', to, status);
    if (fault) this.#cloud.trace.emit({ kind: 'fault', type: `callback ${fault.effect}`, phone: to });
    if (fault?.effect === 'drop') return;
    if (fault?.effect === 'delay') {
      const late = () => void this.#cloud.activity.during(() => this.#call(parameters, false));
      this.#cloud.timers.after(fault.delayMs ?? 1_000, late);
      return;
    }
    const times = fault?.effect === 'duplicate' || this.#cloud.knobs.duplicateCallbacks ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const badlySigned = fault?.effect === 'badSignature';
      const before = this.#tail;
      this.#tail = this.#cloud.activity.during(async () => {
        await before;
        await this.#call(parameters, badlySigned);
      });
    }
  }

  async #call(parameters: WebhookParameters, badlySigned: boolean): Promise<void> {
    const message = this.#message;
    const address = message.statusCallback ?? '';
    const result = await callWebhook(this.#cloud, {
      purpose: 'status',
      message,
      address,
      method: 'POST',
      parameters,
      badlySigned,
    });
    if (result.ok || result.code === undefined) return;
    this.#cloud.noteTrouble(result.code, { resourceSid: message.sid, url: address.split('#', 1)[0] ?? '' });
  }
}

function arrange(held: readonly WebhookParameters[], cloud: TwilioCloud): readonly WebhookParameters[] {
  if (cloud.knobs.callbackOrder === 'reversed') return held.toReversed();
  if (cloud.knobs.callbackOrder === 'inOrder') return held;
  const left = [...held];
  return held.flatMap(() => left.splice(Math.floor(cloud.random() * left.length), 1));
}

function parametersOf(cloud: TwilioCloud, message: Message): WebhookParameters {
  const { sid, status, errorCode, messagingServiceSid } = message;
  const hasReceipt = cloud.knobs.receiptDates && (status === 'delivered' || status === 'undelivered');
  const parameters: Readonly<Record<string, string | undefined>> = {
    AccountSid: cloud.account.sid,
    From: message.from ?? undefined,
    To: message.to,
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: status,
    SmsStatus: status,
    MessagingServiceSid: messagingServiceSid ?? undefined,
    ErrorCode: errorCode === null ? undefined : String(errorCode),
    ErrorMessage: errorCode === null ? undefined : messageOfCode(errorCode),
    RawDlrDoneDate: hasReceipt ? receiptDate(cloud.now()) : undefined,
    ApiVersion: '2010-04-01',
    AnotherNewParameter: cloud.knobs.unknownParameters ? 'whatever it says' : undefined,
  };
  return Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}
