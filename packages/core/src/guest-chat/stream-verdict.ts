import type { ResumeOutcome } from '../contracts/contact-center.ts';
import type { Clock } from '../contracts/runtime.ts';
import { saysGone, sessionFailure } from './api/failure.ts';
import type { GuestApi } from './api/guest-api.ts';
import type { Answer } from './api/refusal.ts';
import { retryAfterMs } from './api/retry-after.ts';
import type { Member } from './api/schemas.ts';
import type { GuestSession } from './guest-session.ts';
import type { StreamEnd } from './stream/event-stream.ts';
import { presenceOf } from './survey.ts';

export interface VerdictParts {
  readonly api: GuestApi;
  readonly guest: GuestSession;
  readonly clock: Clock;
}

/** Whether an open stream went because the chat is over. */
export async function chatIsOver({ api, guest }: VerdictParts, end: StreamEnd): Promise<boolean> {
  if (!mayMeanOver(end)) return false;
  return isOver(end, await api.member(guest, guest.memberId));
}

/** What a socket says is not believed but asked after, where it might be about the chat and not the way there. */
export async function whyNotOpen(
  { api, guest, clock }: VerdictParts,
  end: StreamEnd,
  signal: AbortSignal,
): Promise<ResumeOutcome> {
  const status = end.refusal?.status ?? null;
  const ofChat = mayMeanOver(end) || [401, 403, 404, 410].includes(status ?? 0);
  const own = ofChat ? await api.member(guest, guest.memberId, signal) : null;
  if (own !== null && isOver(end, own)) return { outcome: 'over', reason: 'ended' };
  if (own?.ok === false) return { outcome: 'rejected', failure: sessionFailure(own.refusal) };
  const waitMs = retryAfterMs({ 'retry-after': end.refusal?.retryAfter }, clock.now());
  return {
    outcome: 'rejected',
    failure: {
      code: status === null ? `stream.${end.why}` : `stream.http.${status}`,
      scope: 'route',
      retryable: true,
      ...(waitMs !== null && { retryAfterMs: waitMs }),
      human: 'the contact centre does not answer',
    },
  };
}

/** Where nothing can be read after the end, being told of it twice is as good. */
function isOver(end: StreamEnd, own: Answer<Member>): boolean {
  if (own.ok) return presenceOf(own.value) === 'disconnected';
  return end.code === 1001 && saysGone(own.refusal);
}

function mayMeanOver({ code }: StreamEnd): boolean {
  return code === 1001 || code === 4100;
}
