import { z } from 'zod';

/** What goes wrong with a call, told by where the write (if any) stands when it does. */
type SlackCallEffect =
  | 'error'
  | 'errorAfterWrite'
  | 'noAnswer'
  | 'noAnswerAfterWrite'
  | 'resetBeforeWrite'
  | 'resetAfterWrite'
  | 'truncateAnswer'
  | 'delay'
  | 'lateWrite';

/** What goes wrong with what is handed to the app. */
type SlackDeliveryEffect =
  | 'drop'
  | 'duplicate'
  | 'delay'
  | 'reorder'
  | 'badSignature'
  | 'staleTimestamp'
  | 'futureTimestamp'
  | 'noSignature';

/** A fault of a Web API call. */
export interface SlackCallFault {
  /** A method, e.g. `chat.postMessage`; `file` is the bytes of a file, `responseUrl` a response_url, `any` all. */
  readonly operation: string;
  readonly effect: SlackCallEffect;
  /** Of `error` and `errorAfterWrite`; 500 unless `error` is given, which comes with 200. */
  readonly status?: number;
  readonly error?: string;
  readonly retryAfterS?: number;
  /** Of `delay` and `lateWrite`; 1000 by default. */
  readonly delayMs?: number;
  /** How often; 1 by default, null until the rules are cleared. */
  readonly times?: number | null;
  /** Only in this channel. */
  readonly channel?: string;
}

/** A fault of a delivery. */
export interface SlackDeliveryFault {
  readonly operation: 'delivery';
  readonly effect: SlackDeliveryEffect;
  /** An event's type, `block_actions`, `view_submission`, a command's name …; all when absent. */
  readonly type?: string;
  /** Of `delay`, 1000 by default; of `reorder` the latest, if given. */
  readonly delayMs?: number;
  readonly times?: number | null;
  readonly channel?: string;
}

/** A fault to be played. */
export type SlackFaultRule = SlackCallFault | SlackDeliveryFault;

const delayMs = z.int().min(0).max(2_147_483_647).optional();
const times = z.int().min(1).nullable().optional();
const channel = z.string().min(1).optional();

const deliveryFaultShape = z.strictObject({
  operation: z.literal('delivery'),
  effect: z.enum([
    'drop',
    'duplicate',
    'delay',
    'reorder',
    'badSignature',
    'staleTimestamp',
    'futureTimestamp',
    'noSignature',
  ]),
  type: z.string().min(1).optional(),
  delayMs,
  times,
  channel,
});

const callFaultShape = z.strictObject({
  operation: z.string().regex(/^([a-z]\w*(\.\w+)+|file|responseUrl|upload|any)$/, 'A method of the Web API, or any'),
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
  status: z.int().min(200).max(599).optional(),
  error: z.string().min(1).optional(),
  retryAfterS: z.int().min(0).optional(),
  delayMs,
  times,
  channel,
});

/** Shape of a rule that comes in over HTTP, in a file or as a flag. */
export const slackFaultRuleShape: z.ZodType<SlackFaultRule> = z
  .union([deliveryFaultShape, callFaultShape])
  .transform((rule) => rule as SlackFaultRule);

/** How long a rule delays. */
export function faultDelayMs(fault: { readonly delayMs?: number }): number {
  return fault.delayMs ?? 1_000;
}

export function isDeliveryFault(rule: SlackFaultRule): rule is SlackDeliveryFault {
  return rule.operation === 'delivery';
}
