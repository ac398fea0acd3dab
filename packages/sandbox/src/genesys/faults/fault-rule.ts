import { z } from 'zod';

/** Which calls a rule is about. `messages` is both the list and the single GET; `any` is also opening the stream. */
export type FaultOperation =
  | 'create'
  | 'message'
  | 'typing'
  | 'messages'
  | 'member'
  | 'members'
  | 'leave'
  | 'attach'
  | 'any';

/** What goes wrong, told by where the write (if any) stands when it does. */
export type FaultEffect =
  | 'error'
  | 'errorAfterWrite'
  | 'noAnswerAfterWrite'
  | 'resetBeforeWrite'
  | 'resetAfterWrite'
  | 'delay'
  | 'lateWrite';

/** A fault to be played. */
export interface FaultRule {
  readonly operation: FaultOperation;
  readonly effect: FaultEffect;
  /** Of `error` and `errorAfterWrite`; 503 by default, or what goes with `code`. */
  readonly status?: number;
  readonly code?: string;
  readonly retryAfterS?: number;
  /** Of `delay` (write now, answer later) and `lateWrite` (never an answer, write later); 1000 by default. */
  readonly delayMs?: number;
  /** How often; 1 by default, null until deleted. */
  readonly times?: number | null;
  /** Only in this conversation. */
  readonly conversationId?: string;
}

/** Shape of a rule that comes in over HTTP. */
export const faultRuleShape: z.ZodType<FaultRule> = z
  .strictObject({
    operation: z.enum(['create', 'message', 'typing', 'messages', 'member', 'members', 'leave', 'attach', 'any']),
    effect: z.enum([
      'error',
      'errorAfterWrite',
      'noAnswerAfterWrite',
      'resetBeforeWrite',
      'resetAfterWrite',
      'delay',
      'lateWrite',
    ]),
    status: z.int().min(400).max(599).optional(),
    code: z.string().min(1).optional(),
    retryAfterS: z.int().min(0).optional(),
    delayMs: z.int().min(0).max(2_147_483_647).optional(),
    times: z.int().min(1).nullable().optional(),
    conversationId: z.string().min(1).optional(),
  })
  .transform((rule) => rule as FaultRule);
