import { z } from 'zod';

/** Which calls of the API a rule is about. */
export type TwilioOperation =
  | 'create'
  | 'list'
  | 'fetch'
  | 'update'
  | 'remove'
  | 'media'
  | 'mediaBytes'
  | 'numbers'
  | 'services'
  | 'account';

/** A call goes wrong; where the write (if any) stands is told by the effect's name. */
export interface TwilioCallFault {
  readonly operation: TwilioOperation | 'any';
  readonly effect:
    | 'error'
    | 'errorAfterWrite'
    | 'noAnswer'
    | 'noAnswerAfterWrite'
    | 'resetBeforeWrite'
    | 'resetAfterWrite'
    | 'truncateAnswer'
    | 'delay'
    | 'lateWrite';
  /** Of errors: what goes with `code`, 500 when neither is given. */
  readonly status?: number;
  /** Twilio's, e.g. 20429 or 21610. */
  readonly code?: number;
  /** The error comes from something in between, which does not speak the API's JSON. */
  readonly bareBody?: boolean;
  readonly retryAfterS?: number;
  /** Of `delay` (write now, answer later) and `lateWrite` (never an answer, write later); 1000 by default. */
  readonly delayMs?: number;
  /** How often; 1 by default, null until deleted. */
  readonly times?: number | null;
  /** Only messages to or from this phone. */
  readonly phone?: string;
}

/** What becomes of a message that was taken: an error on the way, or no word of it (`sent`). */
export interface DeliveryFault {
  readonly operation: 'delivery';
  readonly effect: 'undelivered' | 'failed' | 'sent';
  /** 30008 by default. */
  readonly code?: number;
  readonly times?: number | null;
  readonly phone?: string;
}

/** A webhook does not come as it should. */
export interface WebhookFault {
  readonly operation: 'inbound' | 'callback';
  /** `badSignature` signs with another account's token; a delayed callback is overtaken by those after it. */
  readonly effect: 'drop' | 'duplicate' | 'delay' | 'badSignature';
  /** Of `callback`: only of this status. */
  readonly messageStatus?: string;
  /** 1000 by default. */
  readonly delayMs?: number;
  readonly times?: number | null;
  readonly phone?: string;
}

/** A fault to be played. */
export type TwilioFault = TwilioCallFault | DeliveryFault | WebhookFault;

const operations = [
  'create',
  'list',
  'fetch',
  'update',
  'remove',
  'media',
  'mediaBytes',
  'numbers',
  'services',
  'account',
  'any',
] as const;
const delayMs = z.int().min(0).max(2_147_483_647).optional();
const times = z.int().min(1).nullable().optional();
const phone = z.string().min(1).optional();
const code = z.int().min(10_000).max(99_999).optional();

/** Shape of a rule that comes in over HTTP, in a file or as a flag. */
export const twilioFaultShape: z.ZodType<TwilioFault> = z
  .discriminatedUnion('operation', [
    z.strictObject({
      operation: z.enum(operations),
      effect: z.enum([
        'error',
        'errorAfterWrite',
        'noAnswer',
        'noAnswerAfterWrite',
        'resetBeforeWrite',
        'resetAfterWrite',
        'truncateAnswer',
        'delay',
        'lateWrite',
      ]),
      status: z.int().min(400).max(599).optional(),
      code,
      bareBody: z.boolean().optional(),
      retryAfterS: z.int().min(0).optional(),
      delayMs,
      times,
      phone,
    }),
    z.strictObject({
      operation: z.literal('delivery'),
      effect: z.enum(['undelivered', 'failed', 'sent']),
      code,
      times,
      phone,
    }),
    z.strictObject({
      operation: z.enum(['inbound', 'callback']),
      effect: z.enum(['drop', 'duplicate', 'delay', 'badSignature']),
      messageStatus: z.string().min(1).optional(),
      delayMs,
      times,
      phone,
    }),
  ])
  .transform((rule) => rule as TwilioFault);
