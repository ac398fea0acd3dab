import { z } from 'zod';
import type { FrameFault } from './frame-fault.ts';
import { frameFaultShape } from './frame-fault.ts';

/** Which calls a rule is about. `messages` is both the list and the single GET; `any` is also opening the stream. */
export type FaultOperation =
  | 'create'
  | 'message'
  | 'typing'
  | 'messages'
  | 'member'
  | 'members'
  | 'leave'
  | 'media'
  | 'attach'
  | 'any';

/** What goes wrong, told by where the write (if any) stands when it does. */
export type FaultEffect =
  | 'error'
  | 'errorAfterWrite'
  | 'noAnswerAfterWrite'
  | 'resetBeforeWrite'
  | 'resetAfterWrite'
  | 'truncateAnswer'
  | 'delay'
  | 'lateWrite';

/** A fault of a call, or of opening the event stream. */
export interface CallFault {
  readonly operation: FaultOperation;
  readonly effect: FaultEffect;
  /** Of `error` and `errorAfterWrite`; 503 by default, or what goes with `code`. */
  readonly status?: number;
  readonly code?: string;
  /** The error comes from something in between, which does not speak the API's JSON. */
  readonly bareBody?: boolean;
  readonly retryAfterS?: number;
  /** Of `delay` (write now, answer later) and `lateWrite` (never an answer, write later); 1000 by default. */
  readonly delayMs?: number;
  /** How often; 1 by default, null until deleted. */
  readonly times?: number | null;
  /** Only in this conversation. */
  readonly conversationId?: string;
}

/** A fault to be played. */
export type FaultRule = CallFault | FrameFault;

const callFaultShape = z.strictObject({
  operation: z.enum([
    'create',
    'message',
    'typing',
    'messages',
    'member',
    'members',
    'leave',
    'media',
    'attach',
    'any',
  ]),
  effect: z.enum([
    'error',
    'errorAfterWrite',
    'noAnswerAfterWrite',
    'resetBeforeWrite',
    'resetAfterWrite',
    'truncateAnswer',
    'delay',
    'lateWrite',
  ]),
  status: z.int().min(400).max(599).optional(),
  code: z.string().min(1).optional(),
  bareBody: z.boolean().optional(),
  retryAfterS: z.int().min(0).optional(),
  delayMs: z.int().min(0).max(2_147_483_647).optional(),
  times: z.int().min(1).nullable().optional(),
  conversationId: z.string().min(1).optional(),
});

/** Shape of a rule that comes in over HTTP, in a file or as a flag. */
export const faultRuleShape: z.ZodType<FaultRule> = z
  .discriminatedUnion('operation', [callFaultShape, frameFaultShape])
  .transform((rule) => rule as FaultRule);
