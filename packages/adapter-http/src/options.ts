import { type ZodType, z } from 'zod';
import { secretBytes } from './webhook/signature.ts';

export interface HttpOptions {
  /** Any of them opens everything; the first one signs customer tokens unless there is a `tokenSecret`. */
  readonly apiKeys: readonly string[];
  /** Signs customer tokens; a list while rotating: the first signs, each is believed. */
  readonly tokenSecret?: string | readonly string[] | undefined;
  /** Web pages of these origins may ask from a browser; absent: none. */
  readonly origins?: readonly string[] | undefined;
  readonly limits?: LimitOptions | undefined;
  /** Where events go; absent: they are read from the event stream or the history. */
  readonly webhook?: WebhookOptions | undefined;
}

export interface Rate {
  readonly perSecond: number;
  /** How many at once after a pause. */
  readonly burst: number;
}

export interface LimitOptions {
  readonly perKey?: Rate | undefined;
  /** All tokens of one customer together. */
  readonly perToken?: Rate | undefined;
  /** Whoever asks. */
  readonly perCustomer?: Rate | undefined;
  readonly streams?: { readonly perCustomer?: number | undefined; readonly total?: number | undefined } | undefined;
}

export interface WebhookOptions {
  readonly url: string;
  /** `whsec_…`; a list while rotating: each signs. */
  readonly secret: string | readonly string[];
}

const apiKey = z
  .string()
  .regex(
    /^[\x21-\x7e]{16,200}$/,
    'an API key needs 16 to 200 visible ASCII characters without spaces, e.g. from `openssl rand -hex 24`',
  );

const tokenSecret = z
  .string()
  .regex(
    /^[\x21-\x7e]{32,200}$/,
    'a token secret needs 32 to 200 visible ASCII characters without spaces, e.g. from `openssl rand -hex 32`',
  );

const origin = z.string().superRefine((value, context) => {
  if (value === '*')
    context.addIssue('`*` would let every page on the web use a key or a token that it got hold of; name each origin');
  else if (!URL.canParse(value) || !/^https?:/.test(value) || new URL(value).origin !== value)
    context.addIssue(
      'an origin is what browsers send: scheme, host and port alone, in lower case, e.g. https://shop.example.com',
    );
});

const rate = z.strictObject({
  perSecond: z.number().positive().max(1_000_000),
  burst: z.int().min(1).max(1_000_000),
});

const count = z.int().min(1).max(1_000_000);

const limits = z.strictObject({
  perKey: rate.optional(),
  perToken: rate.optional(),
  perCustomer: rate.optional(),
  streams: z.strictObject({ perCustomer: count.optional(), total: count.optional() }).optional(),
});

const secret = z
  .string()
  .refine(
    (value) => secretBytes(value) !== null,
    'a webhook secret is `whsec_` followed by the base64 of 24 to 64 random bytes, e.g. `whsec_$(openssl rand -base64 32)`',
  );

const webhookUrl = z
  .url({ protocol: /^https?$/, error: 'the webhook needs a complete http or https URL' })
  .refine((value) => {
    if (!URL.canParse(value)) return true;
    const { username, password } = new URL(value);
    return username === '' && password === '';
  }, 'credentials in the webhook URL are not sent; the receiver verifies the signature instead');

export const httpOptions: ZodType<HttpOptions> = z.strictObject({
  apiKeys: z.array(apiKey).min(1, 'at least one API key is needed, otherwise nobody could send a message'),
  tokenSecret: z.union([tokenSecret, z.array(tokenSecret).min(1)]).optional(),
  origins: z.array(origin).optional(),
  limits: limits.optional(),
  webhook: z
    .strictObject({
      url: webhookUrl,
      secret: z.union([secret, z.array(secret).min(1)]),
    })
    .optional(),
});
