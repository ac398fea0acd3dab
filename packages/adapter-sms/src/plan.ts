import { normalNumber } from './numbers/phone-number.ts';
import { createKeywords, type FindKeyword } from './opt-out/keywords.ts';
import type { SmsOptions } from './options.ts';
import type { TwilioAccount } from './provider/twilio/twilio-account.ts';
import type { RoutingRules } from './routing/choose-routing.ts';
import type { RouteOptions } from './routing/route-options.ts';
import type { Fitting } from './text/fit-text.ts';

/** The options with every default filled in and every number as Twilio writes it. */
export interface Plan {
  readonly account: TwilioAccount;
  /** Null: all of the account. */
  readonly numbers: readonly string[] | null;
  readonly publicUrl: string | null;
  readonly rules: RoutingRules;
  readonly fitting: Fitting;
  readonly findKeyword: FindKeyword;
  readonly segmentsPerConversation: number | null;
  readonly mediaOut: boolean;
  readonly perSecond: number;
}

/** Carriers of North America put ten segments together again for certain. */
const SEGMENTS_PER_MESSAGE = 10;
/** More than any sender but a short code sends; Twilio queues what its own limits hold back. */
const PER_SECOND = 50;

export function planOf(options: SmsOptions): Plan {
  const { accountSid, apiKey, messagingServiceSid, apiUrl, publicUrl, splitting, optOut } = options;
  const numbers = Object.entries(options.numbers ?? {}).map(([written, { routing }]) => ({
    number: normalNumber(written) ?? written,
    written,
    routing,
  }));
  return {
    account: {
      accountSid,
      authTokens: [options.authToken].flat() as unknown as TwilioAccount['authTokens'],
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(messagingServiceSid === undefined ? {} : { messagingServiceSid }),
      ...(apiUrl === undefined ? {} : { apiUrl: withoutSlash(apiUrl) }),
    },
    numbers: options.numbers === undefined ? null : numbers.map(({ number }) => number),
    publicUrl: publicUrl === undefined ? null : withoutSlash(publicUrl),
    rules: {
      routes: (options.routes ?? []).map(normalRoute),
      numbers: new Map(numbers.map(({ number, ...rest }) => [number, rest])),
    },
    fitting: {
      segmentsPerMessage: splitting?.segmentsPerMessage ?? SEGMENTS_PER_MESSAGE,
      partNumbers: splitting?.partNumbers ?? true,
      foldQuotes: splitting?.foldQuotes ?? false,
    },
    findKeyword: createKeywords(optOut),
    segmentsPerConversation: options.budget?.segmentsPerConversation ?? null,
    mediaOut: options.media?.out ?? true,
    perSecond: options.perSecond ?? PER_SECOND,
  };
}

function normalRoute(route: RouteOptions): RouteOptions {
  const { to } = route.when;
  if (to === undefined) return route;
  return { ...route, when: { ...route.when, to: [to].flat().map((number) => normalNumber(number) ?? number) } };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
