import { type ZodType, z } from 'zod';
import { secretBytes } from './webhook/signature.ts';

export interface HttpOptions {
  /** Any of them opens `/messages`, `/typing`, `/end` and `/customers/…`. */
  readonly apiKeys: readonly string[];
  /** Where events go; absent: they are read from the event stream or the history. */
  readonly webhook?: WebhookOptions | undefined;
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
  webhook: z
    .strictObject({
      url: webhookUrl,
      secret: z.union([secret, z.array(secret).min(1)]),
    })
    .optional(),
});
