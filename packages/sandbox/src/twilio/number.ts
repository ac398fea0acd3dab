import { z } from 'zod';
import { newSid } from './sid.ts';

/** How Twilio calls a webhook. */
export type WebhookMethod = 'GET' | 'POST';

/** One of the account's numbers, as it is asked for. */
export interface NumberConfig {
  /** E.164. */
  readonly phoneNumber: string;
  /** With connection overrides in its fragment, if wanted (§1.4). */
  readonly smsUrl?: string;
  readonly smsMethod?: WebhookMethod;
  readonly smsFallbackUrl?: string;
  readonly smsFallbackMethod?: WebhookMethod;
  readonly statusCallback?: string;
  readonly city?: string;
  readonly state?: string;
  readonly zip?: string;
}

/** One of the account's numbers. */
export interface OwnNumber {
  readonly sid: string;
  readonly phoneNumber: string;
  readonly createdAt: number;
  updatedAt: number;
  smsUrl: string;
  smsMethod: WebhookMethod;
  smsFallbackUrl: string;
  smsFallbackMethod: WebhookMethod;
  statusCallback: string;
  readonly place: { readonly city: string; readonly state: string; readonly zip: string };
}

/** E.164, as the API wants it. */
export const e164: RegExp = /^\+[1-9]\d{6,14}$/;

export const method: z.ZodEnum<{ GET: 'GET'; POST: 'POST' }> = z.enum(['GET', 'POST']);
/** An address, or nothing, which switches it off. */
export const address: z.ZodType<string> = z.union([z.literal(''), z.url({ protocol: /^https?$/ })]);

/** Shape of a number in a file, as a flag, or over HTTP. */
export const numberShape: z.ZodType<NumberConfig> = z
  .strictObject({
    phoneNumber: z.string().regex(e164, { error: 'Not a number in E.164, e.g. +12025550100' }),
    smsUrl: address.optional(),
    smsMethod: method.optional(),
    smsFallbackUrl: address.optional(),
    smsFallbackMethod: method.optional(),
    statusCallback: address.optional(),
    city: z.string().optional(),
    state: z.string().optional(),
    zip: z.string().optional(),
  })
  .transform((number) => number as NumberConfig);

/** A number with the vendor's defaults for what is not said. */
export function createNumber(config: NumberConfig, now: number): OwnNumber {
  const { city = '', state = '', zip = '' } = config;
  return {
    sid: newSid('PN'),
    phoneNumber: config.phoneNumber,
    createdAt: now,
    updatedAt: now,
    smsUrl: config.smsUrl ?? '',
    smsMethod: config.smsMethod ?? 'POST',
    smsFallbackUrl: config.smsFallbackUrl ?? '',
    smsFallbackMethod: config.smsFallbackMethod ?? 'POST',
    statusCallback: config.statusCallback ?? '',
    place: { city, state, zip },
  };
}

/** Toll-free numbers of North America: their opt-out is the carriers' (§1.10). */
export function isTollFree(phoneNumber: string): boolean {
  return /^\+1(800|833|844|855|866|877|888)/.test(phoneNumber);
}
