import type { Draft } from './draft.ts';
import { CONTINUE_MS, MAX_CONTINUED, MAX_INTERRUPTED } from './policy.ts';
import type { EndCause, OpenConversation, Preface } from './state.ts';

/** Clocks and networks are not exact: a rule counts as met when this much of its time has passed. */
export const NEARLY = 0.9;

/** Ends that leave something to be taken up again. */
const CUT_OFF: ReadonlySet<EndCause> = new Set(['interrupted', 'silence', 'noAgent', 'unused', 'refused']);

/** Why the other side has ended the open conversation, judged by what is known of the time before. */
export function causeOfEnd(draft: Draft): EndCause {
  const { conversation } = draft.state.kept;
  const { awaySince, attachedAt } = draft.state.link;
  const { graceMs, silenceEndsMs } = draft.policy.contactCenter;
  if (awaySince !== null && graceMs !== null) {
    const backAt = attachedAt > awaySince ? attachedAt : draft.now;
    if (backAt - awaySince >= graceMs * NEARLY) return 'interrupted';
  }
  const { silentSince = null } = conversation ?? {};
  if (silentSince !== null && silenceEndsMs !== null && draft.now - silentSince >= silenceEndsMs * NEARLY)
    return 'silence';
  return 'ended';
}

/** What becomes of the customer's words after the end. */
export interface Succession {
  /** A new conversation is begun although nobody said anything new. */
  readonly atOnce: boolean;
  /** How long to wait before it is opened. */
  readonly waitMs: number;
  /** What the next conversation begins with, whenever that is. */
  readonly preface: Preface['kind'] | null;
}

/** Words that an agent took in and nobody answered are not lost with the session, if the customer did not want the end. */
export function successionOf(draft: Draft, conversation: OpenConversation, cause: EndCause): Succession {
  const { continued } = draft.state.kept;
  const unmet = cause === 'ended' && !conversation.metAgent;
  const mayContinue = (cause === 'interrupted' && continued < MAX_INTERRUPTED) || (unmet && continued < MAX_CONTINUED);
  const heard = draft.policy.texts.interrupted !== null;
  if (mayContinue && conversation.unansweredFrom !== null && heard)
    return {
      atOnce: true,
      waitMs: CONTINUE_MS[Math.min(continued, CONTINUE_MS.length - 1)] ?? 0,
      preface: 'unanswered',
    };
  const { metAgent, recentOwn, preface } = conversation;
  const heardOf = metAgent || recentOwn.length > 0 || preface !== null;
  const cutOff = unmet || CUT_OFF.has(cause);
  const resumable = cutOff && heardOf;
  return { atOnce: false, waitMs: 0, preface: resumable ? 'recent' : null };
}
