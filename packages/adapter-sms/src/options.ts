import { type ZodType, z } from 'zod';
import { normalNumber } from './numbers/phone-number.ts';
import type { RouteOptions, RoutingOptions } from './routing/route-options.ts';
import { routeOptions, routingOptions } from './routing/route-schema.ts';

export interface SmsOptions {
  readonly accountSid: string;
  /** Signs webhooks, and opens the API unless there is an `apiKey`; a list while rotating: each is believed. */
  readonly authToken: string | readonly string[];
  readonly apiKey?: { readonly sid: string; readonly secret: string } | undefined;
  /** Ours; absent: whatever numbers the account has. */
  readonly numbers?: Readonly<Record<string, NumberOptions>> | undefined;
  readonly messagingServiceSid?: string | undefined;
  /** Another place for all of Twilio's hosts, e.g. a sandbox. */
  readonly apiUrl?: string | undefined;
  /** Where Twilio reaches this channel, if that is not below the public URL of the server. */
  readonly publicUrl?: string | undefined;
  /** The first that fits decides where a conversation goes. */
  readonly routes?: readonly RouteOptions[] | undefined;
  readonly splitting?: SplittingOptions | undefined;
  readonly budget?: { readonly segmentsPerConversation: number } | undefined;
  readonly media?: MediaOptions | undefined;
  readonly optOut?: OptOutOptions | undefined;
  /** How many messages a second one of our numbers sends at most. */
  readonly perSecond?: number | undefined;
}

interface NumberOptions {
  readonly routing?: RoutingOptions | undefined;
}

interface SplittingOptions {
  /** A longer text goes out in several messages. */
  readonly segmentsPerMessage?: number | undefined;
  /** `(1/3) ` in front of each of several. Default true. */
  readonly partNumbers?: boolean | undefined;
  /** Typographic quotes, dashes and dots become plain ones. Default false. */
  readonly foldQuotes?: boolean | undefined;
}

interface MediaOptions {
  /** Links to pictures, sounds and films in an agent's text go out as such. Default true. */
  readonly out?: boolean | undefined;
}

/** Words besides Twilio's own, as they are set in Advanced Opt-Out. */
export interface OptOutOptions {
  readonly stop?: readonly string[] | undefined;
  readonly start?: readonly string[] | undefined;
  readonly help?: readonly string[] | undefined;
}

const sid = (prefix: string, what: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}[0-9a-zA-Z]{32}$`), `${what} is ${prefix} and 32 characters, from the Twilio console`);

const secret = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'a secret of Twilio’s has visible ASCII characters only');

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'a complete http or https URL is needed' })
  .refine(
    (value) => !URL.canParse(value) || (new URL(value).search === '' && new URL(value).hash === ''),
    'neither a query nor a fragment belongs here',
  );

const ourNumber = z
  .string()
  .refine(
    (value) => normalNumber(value) !== null,
    'a number is written with + and its country, e.g. "+12025550100", in quotes; or is a short code',
  );

const word = z.string().regex(/^\S{1,40}$/u, 'a keyword is a single word');
const words = z.array(word).min(1).optional();

const numbers = z
  .record(ourNumber, z.strictObject({ routing: routingOptions.optional() }))
  .superRefine((given, context) => {
    const keys = Object.keys(given);
    const normal = keys.map((key) => normalNumber(key));
    if (keys.length === 0)
      context.addIssue('name at least one number, or leave `numbers` out to serve all of the account');
    keys.forEach((key, index) => {
      if (normal.indexOf(normal[index] ?? null) < index)
        context.addIssue({ code: 'custom', path: [key], message: 'this number stands here twice' });
    });
  });

export const smsOptions: ZodType<SmsOptions> = z.strictObject({
  accountSid: sid('AC', 'accountSid'),
  authToken: z.union([secret, z.array(secret).min(1)]),
  apiKey: z.strictObject({ sid: sid('SK', 'the sid of an API key'), secret }).optional(),
  numbers: numbers.optional(),
  messagingServiceSid: sid('MG', 'messagingServiceSid').optional(),
  apiUrl: httpUrl.optional(),
  publicUrl: httpUrl.optional(),
  routes: z.array(routeOptions).optional(),
  splitting: z
    .strictObject({
      segmentsPerMessage: z.int().min(1).max(24).optional(),
      partNumbers: z.boolean().optional(),
      foldQuotes: z.boolean().optional(),
    })
    .optional(),
  budget: z.strictObject({ segmentsPerConversation: z.int().min(1).max(1_000_000) }).optional(),
  media: z.strictObject({ out: z.boolean().optional() }).optional(),
  optOut: z.strictObject({ stop: words, start: words, help: words }).optional(),
  perSecond: z.number().positive().max(10_000).optional(),
});
