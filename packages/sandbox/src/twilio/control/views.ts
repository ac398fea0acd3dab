import type { TwilioCloud } from '../cloud.ts';
import type { Message, MessageStatus } from '../message.ts';

/** A message as a phone sees it, and what has become of it. */
export interface PhoneMessage {
  readonly sid: string;
  /** `out`: the phone wrote it; `in`: it was written to the phone. */
  readonly direction: 'out' | 'in';
  /** The account's number; null until a messaging service has chosen one. */
  readonly number: string | null;
  readonly body: string;
  readonly media: readonly { readonly url: string; readonly contentType: string }[];
  readonly status: MessageStatus;
  readonly errorCode: number | null;
  readonly numSegments: number;
  readonly createdAt: string;
  /** When it came to the phone; null: it has not, or the phone wrote it. */
  readonly arrivedAt: string | null;
}

/** A phone that has written or has been written to. */
export interface PhoneSummary {
  readonly phone: string;
  readonly messages: number;
  readonly latestAt: string;
  /** The senders whose messages it does not want: numbers or messaging services. */
  readonly optedOutOf: readonly string[];
}

/** Which phone a message is about. */
export function phoneOf({ direction, from, to }: Message): string {
  return direction === 'inbound' ? (from ?? '') : to;
}

export function phoneMessage(message: Message): PhoneMessage {
  const { sid, direction, body, status, errorCode, numSegments, arrivedAt } = message;
  return {
    sid,
    direction: direction === 'inbound' ? 'out' : 'in',
    number: direction === 'inbound' ? message.to : message.from,
    body,
    media: message.media.map(({ sid: media, contentType }) => ({ url: `/_sandbox/media/${media}`, contentType })),
    status,
    errorCode,
    numSegments,
    createdAt: new Date(message.createdAt).toISOString(),
    arrivedAt: arrivedAt === null ? null : new Date(arrivedAt).toISOString(),
  };
}

/** Whoever wrote last comes first. */
export function phoneSummaries(cloud: TwilioCloud): readonly PhoneSummary[] {
  const phones = new Map<string, Message[]>();
  for (const message of cloud.messages.oldestFirst()) {
    const phone = phoneOf(message);
    phones.set(phone, [...(phones.get(phone) ?? []), message]);
  }
  const optOuts = cloud.optOuts.list();
  return [...phones]
    .map(([phone, messages]) => ({
      phone,
      messages: messages.length,
      latestAt: new Date(messages.at(-1)?.createdAt ?? 0).toISOString(),
      optedOutOf: optOuts.filter((one) => one.phone === phone).map(({ sender }) => sender),
    }))
    .sort((one, other) => other.latestAt.localeCompare(one.latestAt));
}
