import { closeConversation } from './conversation-life.ts';
import { type Draft, keep, setConversation, setLink } from './draft.ts';
import { isNotice } from './notice.ts';
import { OUTAGE_AFTER_MS, type Policy } from './policy.ts';
import type { CustomerState, Link, OpenConversation } from './state.ts';
import { sayToCustomer } from './system-voice.ts';

const MINUTE_MS = 60_000;
/** Before a silence ends the session, the customer is told this long ahead. */
const WARN_AHEAD_MS = 2 * MINUTE_MS;

/** What happens in a conversation because time has passed. */
export function planWatches(draft: Draft): void {
  const { conversation } = draft.state.kept;
  if (conversation === null) return;
  const due = (at: number | null) => at !== null && at <= draft.now;
  const { policy, state } = draft;
  if (due(outageDue(state, policy))) {
    keep(draft, { outageTold: true });
    draft.traces.push({ step: 'outage.told', conversationId: conversation.id });
    sayToCustomer(draft, 'outage');
  }
  if (due(silenceDue(state, policy))) onSilence(draft);
  if (due(noAgentDue(state, policy))) onNoAgent(draft);
  if (due(leaveDue(conversation)))
    closeConversation(draft, { reason: 'session.expired', leave: true, cause: 'interrupted' });
}

/** When each of these is due; null: it is not. */
export function considerWatches(state: CustomerState, policy: Policy, consider: (at: number | null) => void): void {
  const { conversation } = state.kept;
  if (conversation === null) return;
  consider(outageDue(state, policy));
  consider(silenceDue(state, policy));
  consider(noAgentDue(state, policy));
  consider(leaveDue(conversation));
}

function onSilence(draft: Draft): void {
  if (draft.policy.onSilence === 'keepAlive') {
    setLink(draft, { keptAliveAt: draft.now });
    draft.effects.push({ type: 'keepAlive' });
    return;
  }
  const { silenceEndsMs } = draft.policy.contactCenter;
  setConversation(draft, { silenceTold: true });
  const minutes = Math.max(1, Math.round(warnAheadMs(silenceEndsMs ?? 0) / MINUTE_MS));
  sayToCustomer(draft, 'silence', { minutes: `${minutes}` });
}

function onNoAgent(draft: Draft): void {
  const { noAgent } = draft.policy;
  if (noAgent === null) return;
  setConversation(draft, { noAgentTold: true });
  const minutes = { minutes: `${Math.max(1, Math.round(noAgent.afterMs / MINUTE_MS))}` };
  sayToCustomer(draft, noAgent.leave ? 'noAgentLeft' : 'noAgent', minutes);
  if (noAgent.leave) closeConversation(draft, { reason: 'no agent came', leave: true, cause: 'noAgent' });
}

/** The first message into an outage is told, once, when it has waited for a while. */
function outageDue({ kept, link, held }: CustomerState, { paused, draining, texts }: Policy): number | null {
  const { conversation, outageTold, toAgent } = kept;
  const { outstanding, queued, notices, oldestAt } = toAgent;
  if (conversation === null || outageTold || draining || texts.outage === null) return null;
  const waits = held.toAgent !== null && !isNotice(held.toAgent) && outstanding?.state !== 'sending';
  const owed = waits || queued > notices - (held.toAgent !== null && isNotice(held.toAgent) ? 1 : 0);
  const since = outstanding?.createdAt ?? oldestAt;
  const away = conversation.session === null ? paused.opening : paused.toAgent || isCutOff(link, conversation);
  if (!owed || since === null || !away) return null;
  return Math.max(since, link.awaySince ?? 0, link.takenUpAt) + OUTAGE_AFTER_MS;
}

function silenceDue({ kept, link }: CustomerState, { contactCenter, onSilence: rule }: Policy): number | null {
  const { conversation } = kept;
  const { silenceEndsMs } = contactCenter;
  if (conversation === null || conversation.closing !== null || silenceEndsMs === null) return null;
  const { silentSince, agents, silenceTold } = conversation;
  if (silentSince === null || agents.length === 0 || rule === 'letEnd') return null;
  if (!isUpToDate(link)) return null;
  if (rule === 'warn') return silenceTold ? null : silentSince + silenceEndsMs - warnAheadMs(silenceEndsMs);
  return Math.max(silentSince, link.keptAliveAt) + silenceEndsMs / 3;
}

function warnAheadMs(silenceEndsMs: number): number {
  return Math.min(WARN_AHEAD_MS, silenceEndsMs / 4);
}

function noAgentDue({ kept, link }: CustomerState, { noAgent }: Policy): number | null {
  const { conversation } = kept;
  if (conversation === null || conversation.closing !== null || noAgent === null || !isUpToDate(link)) return null;
  const { agentlessSince, noAgentTold } = conversation;
  return agentlessSince === null || noAgentTold ? null : agentlessSince + noAgent.afterMs;
}

function leaveDue({ leaveAt, closing, session }: OpenConversation): number | null {
  return session === null || closing !== null ? null : leaveAt;
}

/** Not only that nobody is attached: it was tried, and failed. */
function isCutOff({ awaySince, state, attempt, catchUpAttempt }: Link, { aloneSince }: OpenConversation): boolean {
  if (awaySince === null) return false;
  return catchUpAttempt > 0 || (state !== 'attached' && aloneSince !== null && attempt !== 1);
}

/** Who is there and what was said last is known. */
function isUpToDate({ state, caughtUp }: Link): boolean {
  return state === 'attached' && caughtUp;
}
