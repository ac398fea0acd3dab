import { z } from 'zod';

/** How webhooks are called, and what is made of their answers. */
export interface WebhookKnobs {
  /**
   * What the signature covers: the address and all parameters; or the address alone, which then holds `bodySHA256` of a
   * form or of the same parameters as JSON (§1.3).
   */
  signedBody: 'params' | 'formHash' | 'jsonHash';
  /** Whether I-Twilio-Idempotency-Token is there from the first attempt on, or only on retries (§1.4: in doubt). */
  idempotencyToken: 'always' | 'retries';
  /** Whether #rc, rp, ct, rt, tt in an address are heeded (§1.4: whether all apply to messaging is in doubt). */
  connectionOverrides: boolean;
  /** Whether a time-out is retried although the policy says `ct` (§1.4: the vendor's pages contradict each other). */
  retryTimeouts: boolean;
  /** FromCity … ToCountry (§1.1: best effort). */
  geoParameters: boolean;
  /** A parameter that nobody has heard of (§1.1: they come without notice). */
  unknownParameters: boolean;
  /** Whether the fallback address is told ErrorCode and ErrorUrl. */
  fallbackErrorParameters: boolean;
  /** What a wrong or missing content type is in the debugger (§1.2: there are several). */
  wrongContentTypeCode: number;
  /** Whether an answer in text/plain is a wrong one, or a reply to be sent. */
  plainTextAnswers: 'error' | 'message';
}

export const defaultWebhookKnobs: Readonly<WebhookKnobs> = {
  signedBody: 'params',
  idempotencyToken: 'retries',
  connectionOverrides: true,
  retryTimeouts: false,
  geoParameters: true,
  unknownParameters: false,
  fallbackErrorParameters: true,
  wrongContentTypeCode: 12300,
  plainTextAnswers: 'error',
};

export const webhookKnobShapes: { readonly [K in keyof WebhookKnobs]: z.ZodType<WebhookKnobs[K]> } = {
  signedBody: z.enum(['params', 'formHash', 'jsonHash']),
  idempotencyToken: z.enum(['always', 'retries']),
  connectionOverrides: z.boolean(),
  retryTimeouts: z.boolean(),
  geoParameters: z.boolean(),
  unknownParameters: z.boolean(),
  fallbackErrorParameters: z.boolean(),
  wrongContentTypeCode: z.literal([12300, 12200, 11200]),
  plainTextAnswers: z.enum(['error', 'message']),
};
