import { rfc2822 } from '../date-text.ts';
import { messageOfCode } from '../error-code.ts';
import type { Media, Message } from '../message.ts';

/** A message as the API shows it (§1.7). */
export function messageView(accountSid: string, message: Message): object {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  const { errorCode, sentAt } = message;
  const mediaCount = Math.max(message.media.length, message.mediaUrls.length);
  return {
    body: message.body,
    num_segments: String(message.numSegments),
    direction: message.direction,
    from: message.from,
    date_updated: rfc2822(message.updatedAt),
    price: null,
    error_message: errorCode === null ? null : messageOfCode(errorCode),
    uri: `${uri}.json`,
    account_sid: accountSid,
    num_media: String(mediaCount),
    to: message.to,
    date_created: rfc2822(message.createdAt),
    status: message.status,
    sid: message.sid,
    date_sent: sentAt === null ? null : rfc2822(sentAt),
    messaging_service_sid: message.messagingServiceSid,
    error_code: errorCode,
    price_unit: 'USD',
    api_version: '2010-04-01',
    subresource_uris: { media: `${uri}/Media.json`, feedback: `${uri}/Feedback.json` },
  };
}

export function mediaView(accountSid: string, message: Message, media: Media): object {
  return {
    sid: media.sid,
    account_sid: accountSid,
    parent_sid: message.sid,
    content_type: media.contentType,
    date_created: rfc2822(media.createdAt),
    date_updated: rfc2822(media.createdAt),
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}/Media/${media.sid}.json`,
  };
}
