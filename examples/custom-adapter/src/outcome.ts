import type { DeliverOutcome, Failure, Outcome } from '@trunkline/core';
import { address } from '@trunkline/core';
import { z } from 'zod';

const answerSchema = z.object({
  ok: z.boolean(),
  result: z.object({ message_id: z.int() }).optional().catch(undefined),
  description: z.string().default(''),
  parameters: z.object({ retry_after: z.number().optional(), migrate_to_chat_id: z.int().optional() }).default({}),
});

/** What Telegram's answer means. A 4xx says that nothing was done; after a 5xx it may have been done. */
export function outcomeOfAnswer(status: number, body: unknown): DeliverOutcome {
  const answer = answerSchema.safeParse(body).data;
  if (answer?.ok === true) return { outcome: 'accepted', key: answer.result?.message_id.toString() ?? null };
  const { retry_after: retryAfterS, migrate_to_chat_id: movedTo } = answer?.parameters ?? {};
  const rejected = status >= 400 && status < 500 && status !== 408;
  // A revoked token (401) or a wrong one (404) concerns the whole channel, as does Telegram being away.
  const aboutAll = !rejected || status === 401 || status === 404;
  const failure: Failure = {
    code: `telegram.${status}`,
    scope: aboutAll ? 'route' : 'message',
    retryable: aboutAll || status === 429 || movedTo !== undefined,
    ...(retryAfterS === undefined ? {} : { retryAfterMs: retryAfterS * 1_000 }),
    human: `Telegram answered ${status} ${answer?.description ?? ''}`.trim(),
  };
  // The group has become a supergroup, which is the same customer under another address.
  const moved = movedTo === undefined ? {} : { address: address(String(movedTo)) };
  return { outcome: rejected ? 'rejected' : 'unknown', failure, ...moved };
}

const NOT_CONNECTED: readonly unknown[] = [
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
];

/** What it means that there was no answer: without a connection nothing was written, otherwise it may have been. */
export function outcomeOfError(error: unknown): Outcome {
  const { code } = ((error as Error).cause ?? {}) as { readonly code?: unknown };
  const trouble = { scope: 'route', retryable: true } as const;
  return NOT_CONNECTED.includes(code)
    ? {
        outcome: 'rejected',
        failure: { ...trouble, code: 'telegram.unreachable', human: 'Telegram could not be reached' },
      }
    : { outcome: 'unknown', failure: { ...trouble, code: 'telegram.no-answer', human: 'Telegram did not answer' } };
}
