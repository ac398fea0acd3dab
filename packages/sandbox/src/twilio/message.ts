/** The SDK's list (§1.5), as far as SMS and MMS go. */
export type MessageStatus =
  | 'accepted'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'canceled'
  | 'received';

/** One file of a message. */
export interface Media {
  readonly sid: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly createdAt: number;
}

/** A message in either direction. */
export interface Message {
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  /** Null until the messaging service has chosen a sender. */
  from: string | null;
  readonly to: string;
  body: string;
  readonly numSegments: number;
  readonly mediaUrls: readonly string[];
  readonly media: Media[];
  readonly messagingServiceSid: string | null;
  status: MessageStatus;
  errorCode: number | null;
  readonly createdAt: number;
  updatedAt: number;
  /** When it was sent or received; null before that (§1.7: a queued message has no DateSent). */
  sentAt: number | null;
  /** Where changes of its status are told; none when undefined. */
  readonly statusCallback: string | undefined;
  /** Seconds it may wait to be sent. */
  readonly validityPeriodS: number;
  readonly sendAt: number | undefined;
  /** Whether the API knows it: it may not be told of what Twilio itself answers. */
  readonly listed: boolean;
  /** When the phone got it; null: it has not. */
  arrivedAt: number | null;
}

const final: ReadonlySet<MessageStatus> = new Set(['delivered', 'undelivered', 'failed', 'canceled', 'received']);

/** Whether its status will not change any more. */
export function isFinal({ status }: Message): boolean {
  return final.has(status);
}
