import twilio from 'twilio';
import { onTestFinished } from 'vitest';
import type { TwilioOptions, TwilioSandbox } from '../src/index.ts';
import { sandboxAccount, startTwilio } from '../src/index.ts';

/** A sandbox of this test's own, on free ports, closed with the test. */
export async function twilioForTest(options: TwilioOptions = {}): Promise<TwilioSandbox> {
  const sandbox = await startTwilio(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** The vendor's own client, all of whose domains are this sandbox. */
export function twilioClient(
  { url, accountSid }: TwilioSandbox,
  { user = accountSid, password = sandboxAccount.authToken } = {},
): twilio.Twilio {
  const client = twilio(user, password, { accountSid, env: {} });
  client.api.baseUrl = url;
  client.messaging.baseUrl = url;
  return client;
}

/** One of the account's, and a phone's. */
export const ours: string = sandboxAccount.number;
export const phone: string = '+12025550199';
