import type { Twilio } from 'twilio';
import { Agent } from 'undici';
import type { SmsProvider } from '../provider.ts';
import { ProviderUnavailableError } from '../provider-unavailable-error.ts';
import { verdictOf } from './api-error.ts';
import { fetchStatus } from './fetch-status.ts';
import { createHttpClient } from './http-client.ts';
import { listExchanged } from './list-exchanged.ts';
import { listReceived, listSent } from './list-messages.ts';
import { createMediaReader } from './media.ts';
import { setupsOf } from './number-setup.ts';
import { sendSms } from './send-sms.ts';
import { isSigned, type SignatureValidator } from './signature.ts';
import { credentialsOf, type TwilioAccount } from './twilio-account.ts';
import { twilioHosts } from './twilio-hosts.ts';
import { parseInbound, parseStatus } from './webhook-parameters.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** Whoever calls has a deadline of their own, which is shorter or means it. */
const ANSWER_TIMEOUT_MS = 30_000;

/** The vendor's package, as far as it is used. */
export interface TwilioLibrary extends SignatureValidator {
  readonly Twilio: typeof Twilio;
}

export function createTwilioProvider(account: TwilioAccount, library: TwilioLibrary): SmsProvider {
  const dispatcher = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
  });
  const isTwilios = twilioHosts(account.apiUrl);
  const media = createMediaReader(account, dispatcher);

  /** A client for one call: it costs next to nothing, and knows the call's signal. */
  function client(signal: AbortSignal, onDate?: (at: number) => void): Twilio {
    const [user, password] = credentialsOf(account);
    const made = new library.Twilio(user, password, {
      accountSid: account.accountSid,
      httpClient: createHttpClient({ dispatcher, signal, isTwilios, ...(onDate && { onDate }) }) as never,
      // Otherwise it would look into the environment.
      env: {},
      edge: '',
      region: '',
      logLevel: '',
    });
    if (account.apiUrl !== undefined) {
      made.api.baseUrl = account.apiUrl;
      made.messaging.baseUrl = account.apiUrl;
    }
    return made;
  }

  /** What went wrong becomes an error of ours, which holds neither number nor text. */
  async function asking<Answer>(
    signal: AbortSignal,
    ask: (client: Twilio, clock: () => number | null) => Promise<Answer>,
  ): Promise<Answer> {
    let clock: number | null = null;
    const noteDate = (at: number) => {
      clock = at;
    };
    try {
      return await ask(client(signal, noteDate), () => clock);
    } catch (error) {
      throw new ProviderUnavailableError(verdictOf(error, signal.aborted).error);
    }
  }

  return {
    isGenuine: (request) => isSigned(library, account.authTokens, request),
    parseInbound,
    parseStatus,
    async send(sms, signal) {
      try {
        return await sendSms(client(signal), account, sms);
      } catch (error) {
        const { certain, error: failure } = verdictOf(error, signal.aborted);
        return { result: certain ? 'refused' : 'open', error: failure };
      }
    },
    fetchStatus: (sid, signal) => asking(signal, (asked) => fetchStatus(asked, sid)),
    listSent: (search, signal) =>
      asking(signal, async (asked, clock) => ({ messages: await listSent(asked, search), clock: clock() })),
    listReceived: (search, signal) => asking(signal, (asked) => listReceived(asked, search)),
    listExchanged: (search, signal) => asking(signal, (asked) => listExchanged(asked, search)),
    fetchMedia: (file, signal) => media.fetch(client(signal), file, signal),
    setups: (numbers, signal) => asking(signal, (asked) => setupsOf(asked, numbers)),
    async close() {
      await Promise.all([dispatcher.destroy(), media.close()]);
    },
  };
}
