import { z } from 'zod';
import type { HttpReply } from './http.ts';

/** Why a call brought nothing. */
export interface Refusal {
  /** Null: no answer. */
  readonly status: number | null;
  /** The vendor's own code where there is one, `http.<status>` or `network.…` otherwise. */
  readonly code: string;
  /** Whether it was certainly not done: never written, a 4xx but 408, or a 503 in the API's own words. */
  readonly certain: boolean;
  readonly retryAfterMs: number | null;
}

/** What a call brought. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

/** The API's own error. Anything may stand before the API and answer in its place, but not in its words. */
const errorBody = z.object({ code: z.string().regex(/^[\w.-]{1,100}$/), status: z.number() });

export function refusalOf(reply: HttpReply): Refusal {
  if (reply.kind === 'unanswered')
    return { status: null, code: reply.code, certain: !reply.written, retryAfterMs: null };
  if (reply.kind === 'held') return { status: 429, code: 'rate.paced', certain: true, retryAfterMs: reply.waitMs };
  const { status, retryAfterMs } = reply;
  if (status < 300) return { status, code: 'answer.unreadable', certain: false, retryAfterMs: null };
  const own = errorBody.safeParse(reply.body);
  const certain = status === 503 ? own.success : status >= 400 && status < 500 && status !== 408;
  return { status, code: own.success ? own.data.code : `http.${status}`, certain, retryAfterMs };
}
