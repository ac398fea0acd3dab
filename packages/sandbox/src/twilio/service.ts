import { z } from 'zod';
import type { NumberConfig, WebhookMethod } from './number.ts';
import { address, e164, method } from './number.ts';
import { newSid } from './sid.ts';

/** Advanced Opt-Out of a messaging service: words besides STOP, START and HELP, and what is answered (§1.10). */
export interface AdvancedOptOut {
  readonly stop?: readonly string[];
  readonly start?: readonly string[];
  readonly help?: readonly string[];
  readonly stopReply?: string;
  readonly startReply?: string;
  readonly helpReply?: string;
}

/** A messaging service, as it is asked for. */
export interface ServiceConfig {
  /** MG and 32 hexadecimal digits; made up when absent. */
  readonly sid?: string;
  readonly friendlyName?: string;
  /** Its pool: numbers of the account. */
  readonly phoneNumbers: readonly string[];
  readonly inboundRequestUrl?: string;
  readonly inboundMethod?: WebhookMethod;
  readonly fallbackUrl?: string;
  readonly fallbackMethod?: WebhookMethod;
  readonly statusCallback?: string;
  /** What comes in goes to the number's own address instead. */
  readonly useInboundWebhookOnNumber?: boolean;
  readonly smartEncoding?: boolean;
  readonly advancedOptOut?: AdvancedOptOut;
}

/** A messaging service. */
export interface MessagingService {
  readonly sid: string;
  readonly friendlyName: string;
  readonly phoneNumbers: readonly string[];
  readonly createdAt: number;
  updatedAt: number;
  inboundRequestUrl: string | null;
  inboundMethod: WebhookMethod;
  fallbackUrl: string | null;
  fallbackMethod: WebhookMethod;
  statusCallback: string;
  useInboundWebhookOnNumber: boolean;
  smartEncoding: boolean;
  readonly advancedOptOut: AdvancedOptOut | undefined;
}

const words = z.array(z.string().min(1));

/** Shape of a messaging service in a file or an option. */
export const serviceShape: z.ZodType<ServiceConfig> = z
  .strictObject({
    sid: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/, { error: 'Not MG and 32 hexadecimal digits' })
      .optional(),
    friendlyName: z.string().optional(),
    phoneNumbers: z.array(z.string().regex(e164)),
    inboundRequestUrl: address.optional(),
    inboundMethod: method.optional(),
    fallbackUrl: address.optional(),
    fallbackMethod: method.optional(),
    statusCallback: address.optional(),
    useInboundWebhookOnNumber: z.boolean().optional(),
    smartEncoding: z.boolean().optional(),
    advancedOptOut: z
      .strictObject({
        stop: words.optional(),
        start: words.optional(),
        help: words.optional(),
        stopReply: z.string().optional(),
        startReply: z.string().optional(),
        helpReply: z.string().optional(),
      })
      .optional(),
  })
  .transform((service) => service as ServiceConfig);

/** Throws a RangeError for a pool with a number that is not the account's. */
export function checkPools(numbers: readonly NumberConfig[], services: readonly ServiceConfig[]): void {
  for (const stranger of services.flatMap(({ phoneNumbers }) => phoneNumbers)) {
    if (numbers.some(({ phoneNumber }) => phoneNumber === stranger)) continue;
    throw new RangeError(`A messaging service has ${stranger}, which is no number of the account`);
  }
}

/** A service with the vendor's defaults for what is not said. */
export function createService(config: ServiceConfig, now: number): MessagingService {
  return {
    sid: config.sid ?? newSid('MG'),
    friendlyName: config.friendlyName ?? 'Sandbox',
    phoneNumbers: config.phoneNumbers,
    createdAt: now,
    updatedAt: now,
    inboundRequestUrl: config.inboundRequestUrl || null,
    inboundMethod: config.inboundMethod ?? 'POST',
    fallbackUrl: config.fallbackUrl || null,
    fallbackMethod: config.fallbackMethod ?? 'POST',
    statusCallback: config.statusCallback ?? '',
    useInboundWebhookOnNumber: config.useInboundWebhookOnNumber ?? false,
    smartEncoding: config.smartEncoding ?? true,
    advancedOptOut: config.advancedOptOut,
  };
}
