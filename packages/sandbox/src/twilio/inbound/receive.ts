import type { TwilioCloud } from '../cloud.ts';
import type { Media, Message } from '../message.ts';
import type { OwnNumber } from '../number.ts';
import { minding } from '../opt-out/mind-opt-out.ts';
import { newSid } from '../sid.ts';
import { segmentsOf } from '../text/segments.ts';
import { tellInbound } from './tell-inbound.ts';

/** What somebody sends from a phone. */
export interface PhoneText {
  readonly from: string;
  readonly body: string;
  readonly files: readonly { readonly contentType: string; readonly bytes: Buffer }[];
}

/** A text comes in: it is one of the account's messages, opt-out words are minded, the webhook is called. */
export function receive(cloud: TwilioCloud, number: OwnNumber, text: PhoneText): Message {
  const now = cloud.now();
  const media = text.files.map((file): Media => ({ sid: newSid('ME'), createdAt: now, ...file }));
  const message: Message = {
    sid: newSid(media.length > 0 ? 'MM' : 'SM'),
    direction: 'inbound',
    from: text.from,
    to: number.phoneNumber,
    body: text.body,
    numSegments: segmentsOf(text.body).count,
    mediaUrls: [],
    media,
    messagingServiceSid: cloud.serviceOf(number.phoneNumber)?.sid ?? null,
    status: 'received',
    errorCode: null,
    createdAt: now,
    updatedAt: now,
    sentAt: now,
    statusCallback: undefined,
    validityPeriodS: 36_000,
    sendAt: undefined,
    listed: true,
    arrivedAt: null,
  };
  cloud.messages.add(message);
  const facts = { messageSid: message.sid, phone: text.from, number: message.to };
  cloud.trace.emit({ kind: 'inbound', ...facts, text: text.body });
  const optOut = minding(cloud, message);
  deliver(cloud, message, (how) => tellInbound(cloud, message, { number, optOut, ...how }));
  return message;
}

/** Tells the webhook, unless a fault has it otherwise. */
function deliver(cloud: TwilioCloud, message: Message, tell: (how: { badlySigned: boolean }) => Promise<void>): void {
  const phone = message.from ?? '';
  const fault = cloud.faults.takeWebhook('inbound', phone);
  if (fault) cloud.trace.emit({ kind: 'fault', type: `inbound ${fault.effect}`, phone });
  const begin = () => void cloud.activity.during(() => tell({ badlySigned: fault?.effect === 'badSignature' }));
  if (fault?.effect === 'drop') return;
  if (fault?.effect === 'delay') {
    cloud.timers.after(fault.delayMs ?? 1_000, begin);
    return;
  }
  begin();
  if (fault?.effect === 'duplicate') begin();
}
