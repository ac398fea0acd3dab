import type { Twilio } from 'twilio';
import type { SmsStatus } from '../provider.ts';
import { ApiError } from './api-error.ts';
import { smsStatus } from './webhook-parameters.ts';

/** What has become of a message, as its callbacks would tell it. */
export async function fetchStatus(client: Twilio, sid: string): Promise<SmsStatus | null> {
  try {
    const { status, errorCode } = await client.messages(sid).fetch();
    return smsStatus(sid, { status, code: errorCode ?? null });
  } catch (error) {
    if (error instanceof ApiError && error.answer.status === 404) return null;
    throw error;
  }
}
