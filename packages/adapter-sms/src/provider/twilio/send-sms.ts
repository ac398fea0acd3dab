import type { Twilio } from 'twilio';
import type { OutboundSms, SendResult } from '../provider.ts';
import type { TwilioAccount } from './twilio-account.ts';

/** Asks Twilio to send. There is no key by which a second request would be recognised: it is asked once. */
export async function sendSms(client: Twilio, account: TwilioAccount, sms: OutboundSms): Promise<SendResult> {
  const { messagingServiceSid } = account;
  const { from, to, text, mediaUrls, statusUrl } = sms;
  const made = await client.messages.create({
    to,
    // With a service beside it: this one of its pool.
    from,
    ...(messagingServiceSid === undefined ? {} : { messagingServiceSid }),
    ...(text === '' ? {} : { body: text }),
    ...(mediaUrls.length === 0 ? {} : { mediaUrl: [...mediaUrls] }),
    ...(statusUrl === null ? {} : { statusCallback: statusUrl }),
  });
  if (typeof made.sid !== 'string' || made.sid === '') throw new SyntaxError('the answer names no message');
  const at = made.dateCreated?.getTime() ?? Number.NaN;
  return { result: 'taken', sid: made.sid, at: Number.isNaN(at) ? null : at };
}
