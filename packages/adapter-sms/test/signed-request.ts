import type { ChannelRequest } from '@trunkline/core';
import { channelRequest } from '@trunkline/core/testing';
import twilio from 'twilio';

export const PUBLIC_URL = 'https://bridge.example.com/channels/sms';
export const ACCOUNT_SID: string = `AC${'a'.repeat(32)}`;
export const TOKEN = 'auth-token-of-tests-0123456789';
export const OURS = '+12025550100';
export const THEIRS = '+12025550142';

export interface Signing {
  readonly token?: string;
  /** What was configured at Twilio. */
  readonly publicUrl?: string;
  /** Below the channel, with a query. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function inboundForm(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  const sid = changes['MessageSid'] ?? `SM${'1'.repeat(32)}`;
  return {
    MessageSid: sid,
    SmsSid: sid,
    SmsMessageSid: sid,
    AccountSid: ACCOUNT_SID,
    From: THEIRS,
    To: OURS,
    Body: 'hello',
    NumMedia: '0',
    NumSegments: '1',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ...changes,
  };
}

/** A webhook signed by the vendor's own means. */
export function signed(form: Readonly<Record<string, string>>, signing: Signing = {}): ChannelRequest {
  const { token = TOKEN, publicUrl = PUBLIC_URL, path = '/inbound', headers } = signing;
  const signature = twilio.getExpectedTwilioSignature(token, publicUrl + path, form);
  return channelRequest({
    method: 'POST',
    url: path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signature,
      ...headers,
    },
    body: new URLSearchParams(form).toString(),
  });
}
