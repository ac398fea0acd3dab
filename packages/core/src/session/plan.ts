import type { Route } from '../domain/failure.ts';
import { beginConversation, closeConversation, finishConversation, wantsConversation } from './conversation-life.ts';
import { type Draft, setLink } from './draft.ts';
import { claim, resend } from './lane.ts';
import { isDue, planPreface } from './preface.ts';
import { passTurn, useTurn } from './turns.ts';
import { planWatches } from './watches.ts';

/**
 * Looks at the state and begins whatever should be under way and is not. Doing it twice does nothing more, so that
 * after a restart the unfinished work follows from what was kept.
 */
export function plan(draft: Draft): void {
  if (wantsConversation(draft)) beginConversation(draft);
  planWatches(draft);
  const { conversation } = draft.state.kept;
  if (conversation !== null) {
    planPreface(draft);
    if (conversation.session === null) planOpen(draft);
    else {
      planResume(draft);
      planCatchUp(draft);
      planSend(draft);
      planLeave(draft);
    }
    planFinish(draft);
  }
  planDeliver(draft);
}

function usable(draft: Draft, route: Route): boolean {
  if (!draft.paused[route]) return true;
  draft.effects.push({ type: 'blocked', route });
  return false;
}

function planOpen(draft: Draft): void {
  const { link, kept } = draft.state;
  const { conversation } = kept;
  if (conversation === null || (conversation.closing !== null && laneDone(draft))) return;
  if (nothingToSay(draft) && link.state !== 'opening') {
    closeConversation(draft, { reason: 'nothing to say', leave: false, cause: 'unused' });
    return;
  }
  if (link.state !== 'idle' || draft.now < link.notBefore || !usable(draft, 'opening')) return;
  setLink(draft, { state: 'opening', attempt: link.attempt + 1 });
  const { profile } = kept;
  draft.effects.push({
    type: 'open',
    request: {
      conversationId: conversation.id,
      customer: { ...profile, displayName: profile.name ?? draft.policy.adapter.anonymousName },
      routing: { ...draft.policy.routing, ...kept.routing },
    },
  });
}

function planResume(draft: Draft): void {
  const { link, kept } = draft.state;
  if (kept.conversation === null || link.state !== 'idle') return;
  const { closing, activated, recentOwn } = kept.conversation;
  if (closing === null && !activated && recentOwn.length === 0 && nothingToSay(draft))
    return closeConversation(draft, { reason: 'nothing to say', leave: true, cause: 'unused' });
  if (closing !== null && (!closing.leave || laneDone(draft))) {
    setLink(draft, { state: 'over' });
    return;
  }
  if (draft.now < link.notBefore) return;
  setLink(draft, { state: 'resuming', attempt: link.attempt + 1 });
  draft.effects.push({ type: 'resume' });
}

function planCatchUp(draft: Draft): void {
  const { kept, link } = draft.state;
  const { conversation } = kept;
  if (conversation === null || link.catchingUpSince !== null || draft.now < link.catchUpNotBefore) return;
  if (link.state !== 'attached' && link.state !== 'over') return;
  const gap = link.state === 'attached' && !link.caughtUp;
  const lastWords = conversation.closing !== null && !conversation.closing.leave && !conversation.closing.wordsRead;
  if (!gap && !lastWords && !wantsProof(draft)) return;
  const id = link.catchUpId + 1;
  setLink(draft, { catchingUpSince: draft.now, catchUpId: id });
  draft.effects.push({ type: 'catchUp', id, cursor: conversation.cursor });
}

/** Whether history should be asked about a send of unknown outcome: at once, and again when it can no longer land. */
function wantsProof(draft: Draft): boolean {
  const { outstanding } = draft.state.kept.toAgent;
  const { caughtUpAsOf } = draft.state.link;
  if (outstanding?.state !== 'unknown') return false;
  return caughtUpAsOf === null || (draft.now >= outstanding.landsUntil && caughtUpAsOf < outstanding.landsUntil);
}

function planSend(draft: Draft): void {
  const { kept, link } = draft.state;
  const { conversation, toAgent } = kept;
  if (conversation === null || link.state !== 'attached' || !link.caughtUp || isDue(conversation.preface)) return;
  if (conversation.closing !== null && !conversation.closing.leave) return;
  const { outstanding } = toAgent;
  if (outstanding === null) {
    if (toAgent.queued === 0) return;
  } else if (outstanding.state !== 'waiting' || draft.now < (outstanding.retryAt ?? 0)) return;
  const probeAt = link.attachedAt + draft.policy.contactCenter.activationProbeMs;
  if (!conversation.activated && draft.now < probeAt) return;
  if (!usable(draft, 'toAgent')) return;
  if (outstanding === null) claim(draft, 'toAgent');
  else resend(draft, 'toAgent', false);
}

function planLeave(draft: Draft): void {
  const { link, kept } = draft.state;
  if (!kept.conversation?.closing?.leave || link.leaving || !laneDone(draft)) return;
  if (link.state === 'resuming' || draft.now < link.catchUpNotBefore) return;
  setLink(draft, { leaving: true });
  draft.effects.push({ type: 'leave' });
}

function planFinish(draft: Draft): void {
  const { kept, link } = draft.state;
  const { conversation } = kept;
  if (conversation === null || conversation.closing === null) return;
  if (conversation.session === null) {
    if (!laneDone(draft) || link.state === 'opening' || isDue(conversation.preface)) return;
  } else if (conversation.closing.leave || !conversation.closing.wordsRead) {
    return;
  }
  if (kept.toAgent.outstanding?.state === 'sending') return;
  finishConversation(draft);
  planPreface(draft);
  if (draft.state.kept.conversation !== null) planOpen(draft);
}

function planDeliver(draft: Draft): void {
  const { outstanding, queued } = draft.state.kept.toCustomer;
  if (outstanding === null) {
    if (queued > 0 && mayDeliver(draft)) claim(draft, 'toCustomer');
    return;
  }
  if (outstanding.state === 'sending' || draft.now < (outstanding.retryAt ?? 0)) return;
  const held = draft.state.held.toCustomer;
  if (outstanding.state === 'unknown' && draft.policy.adapter.findsSent && held !== null) {
    if (draft.state.link.findingSent) return;
    setLink(draft, { findingSent: true });
    draft.effects.push({ type: 'findSent', delivery: held });
    return;
  }
  if (mayDeliver(draft)) resend(draft, 'toCustomer', outstanding.state === 'unknown');
}

function mayDeliver(draft: Draft): boolean {
  if (usable(draft, 'toCustomer')) return useTurn(draft);
  passTurn(draft);
  return false;
}

/** Neither has the customer said anything nor is anything unanswered that an agent is to be told. */
function nothingToSay(draft: Draft): boolean {
  const { preface = null, unansweredFrom = null } = draft.state.kept.conversation ?? {};
  return laneDone(draft) && !(preface?.kind === 'unanswered' && unansweredFrom !== null);
}

/** Nothing more is owed to the agent in this conversation. Notices do not hold anybody back. */
function laneDone(draft: Draft): boolean {
  const { outstanding, queued, notices } = draft.state.kept.toAgent;
  return outstanding === null && queued <= notices;
}
