import type { LoadProvider } from '../provider.ts';
import type { TwilioAccount } from './twilio-account.ts';
import { createTwilioProvider } from './twilio-provider.ts';

/** The vendor's package takes a fifth of a second and 29 MB: only a channel that uses it loads it, and only then. */
export function loadTwilio(account: TwilioAccount): LoadProvider {
  return async () => {
    const { default: twilio } = await import('twilio');
    return createTwilioProvider(account, twilio);
  };
}
