import type { AgentMessage } from '../contracts/contact-center.ts';
import { becomeActivated } from './activation.ts';
import { agentScope, closeConversation, closeEnded, writeRow } from './conversation-life.ts';
import { type Draft, keep, retryAt, setConversation, setLink, tell } from './draft.ts';
import { NEARLY } from './ending.ts';
import type { SessionEvent } from './event.ts';
import { claimByPosition, failAll, settleNotThere, settleSent } from './lane.ts';
import { drop } from './on-engine.ts';
import { CONTACT_CENTER_RETRY_MS, EXPIRY_AHEAD_MS, REATTACH_MS } from './policy.ts';
import { recordMessage } from './record-message.ts';
import { reportRoute } from './route.ts';
import { announceStatus } from './status.ts';
import { sayToCustomer } from './system-voice.ts';

type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, { type: Type }>;

export function onOpened(draft: Draft, event: EventOf<'opened'>): void {
  const { conversation } = draft.state.kept;
  if (conversation === null || conversation.session !== null) return;
  setConversation(draft, {
    session: event.session,
    remoteId: event.remoteId,
    leaveAt: leaveAt(draft, event.expiresAt),
  });
  setLink(draft, { state: 'idle', attempt: 0, notBefore: draft.now, fresh: true });
  writeRow(draft);
  draft.effects.push({ type: 'routeWorks', route: 'opening' });
  draft.traces.push({ step: 'session.committed', conversationId: conversation.id });
}

/** A session is left a little before it takes nothing more, so that its last words can still be read. */
function leaveAt({ now }: Draft, expiresAt: number | null): number | null {
  // One that would be over at once is more likely told by a clock that goes wrong.
  if (expiresAt === null || expiresAt - now < EXPIRY_AHEAD_MS / 10) return null;
  return expiresAt - Math.min(EXPIRY_AHEAD_MS, (expiresAt - now) / 10);
}

export function onOpenFailed(draft: Draft, { failure, pending }: EventOf<'openFailed'>): void {
  if (failure.scope === 'message' && !failure.retryable) {
    setLink(draft, { state: 'idle' });
    drop(draft, 'toAgent', pending);
    failAll(draft, pending, failure);
    closeConversation(draft, { reason: failure.code, leave: false, cause: 'refused' });
    reportRoute(draft, 'opening', failure);
    return;
  }
  const attempt = draft.state.link.attempt;
  const notBefore = retryAt(draft, CONTACT_CENTER_RETRY_MS, { attempt, failure });
  setLink(draft, { state: 'idle', notBefore: failure.scope === 'route' ? draft.now : notBefore });
  reportRoute(draft, 'opening', failure);
}

export function onAttached(draft: Draft, event: EventOf<'attached'>): void {
  const { conversation } = draft.state.kept;
  if (conversation === null || draft.state.link.state !== 'resuming') return;
  const { fresh } = draft.state.link;
  setLink(draft, {
    state: 'attached',
    attempt: 0,
    attachedAt: draft.now,
    caughtUp: fresh,
    fresh: false,
    caughtUpAsOf: null,
    catchUpAttempt: 0,
    catchUpNotBefore: draft.now,
    // While nothing has been read, a session that turns out to be over ended in the time before.
    awaySince: fresh ? null : draft.state.link.awaySince,
  });
  draft.traces.push({ step: 'session.attached', conversationId: conversation.id });
  if (event.activated) becomeActivated(draft);
}

/** The session is over; its history may still be read. */
export function onAttachedTooLate(draft: Draft, { reason }: EventOf<'attachedTooLate'>): void {
  if (draft.state.link.state !== 'resuming') return;
  setLink(draft, { state: 'over' });
  closeEnded(draft, reason);
}

export function onAttachFailed(draft: Draft, { failure }: EventOf<'attachFailed'>): void {
  if (draft.state.link.state !== 'resuming') return;
  if (failure.scope === 'conversation') {
    setLink(draft, { state: 'over' });
    closeConversation(draft, { reason: failure.code, leave: false, cause: 'interrupted' });
    return;
  }
  const { attempt, awaySince } = draft.state.link;
  const notBefore = retryAt(draft, REATTACH_MS, { attempt, failure });
  setLink(draft, { state: 'idle', notBefore, fresh: false });
  const { aloneSince = null } = draft.state.kept.conversation ?? {};
  if (aloneSince === null && awaySince !== null) setConversation(draft, { aloneSince: awaySince });
}

export function onLost(draft: Draft, { reason }: EventOf<'lost'>): void {
  const { conversation } = draft.state.kept;
  if (conversation === null || draft.state.link.state !== 'attached') return;
  draft.traces.push({ step: 'session.lost', conversationId: conversation.id, reason });
  const notBefore = retryAt(draft, REATTACH_MS, { attempt: 1 });
  setLink(draft, {
    state: conversation.closing?.leave === false ? 'over' : 'idle',
    attempt: 0,
    notBefore,
    caughtUp: false,
    catchingUpSince: null,
    caughtUpAsOf: null,
    fresh: false,
    awaySince: awayFrom(draft),
  });
}

/** An absence that ended with an attachment and was short is over, even if nothing was read since. */
function awayFrom({ state: { link }, policy, now }: Draft): number {
  const { awaySince, attachedAt } = link;
  if (awaySince === null) return now;
  const wasShort = attachedAt > awaySince && attachedAt - awaySince < (policy.contactCenter.graceMs ?? 0) * NEARLY;
  return wasShort ? now : awaySince;
}

/** Our own message on the event stream: proof that it was written, sometimes before the answer to the write. */
export function onOwn(draft: Draft, { key }: EventOf<'own'>): void {
  const { conversation, toAgent } = draft.state.kept;
  if (conversation === null || conversation.recentOwn.includes(key)) return;
  if (toAgent.outstanding === null || toAgent.outstanding.state === 'waiting') return;
  settleSent(draft, 'toAgent', key);
}

export function onAgentMessage(draft: Draft, message: AgentMessage): void {
  const { conversation, newestAgentAt } = draft.state.kept;
  if (conversation === null || conversation.session === null) return;
  const late = message.at < newestAgentAt;
  const { author, text, at: sentAt } = message;
  const id = recordMessage(draft, {
    direction: 'toCustomer',
    conversation: conversation.id,
    author,
    text,
    attachments: [],
    sentAt,
    late,
  });
  draft.writes.seen.push({
    scope: agentScope(conversation.session),
    key: message.key,
    fingerprint: null,
    messageId: id,
    conversationId: conversation.id,
  });
  keep(draft, { newestAgentAt: Math.max(newestAgentAt, sentAt) });
  if (author.kind === 'agent') {
    setConversation(draft, {
      unansweredFrom: null,
      metAgent: true,
      silentSince: conversation.silentSince ?? draft.now,
      agentlessSince: null,
    });
    keep(draft, { continued: 0 });
  }
  draft.traces.push({
    step: 'message.recorded',
    direction: 'toCustomer',
    conversationId: conversation.id,
    messageId: id,
    late,
  });
}

export function onAgentPresence(draft: Draft, event: EventOf<'agentPresence'>): void {
  const { conversation } = draft.state.kept;
  if (conversation === null) return;
  const known = conversation.agents.find(({ key }) => key === event.key);
  if (event.what === 'joined' ? known !== undefined : known === undefined) return;
  const name = event.name ?? known?.name ?? null;
  const others = conversation.agents.filter(({ key }) => key !== event.key);
  if (event.what === 'joined') {
    keep(draft, { continued: 0 });
    setConversation(draft, {
      agents: others.slice(-7).concat({ key: event.key, name }),
      metAgent: true,
      silentSince: others.length === 0 ? draft.now : conversation.silentSince,
      agentlessSince: null,
      noAgentTold: false,
    });
  } else {
    setConversation(draft, { agents: others, agentlessSince: others.length === 0 ? draft.now : null });
  }
  const timelineNumber = tell(draft, conversation.id, { type: `agent.${event.what}`, agentName: name });
  announceStatus(draft, { conversation: conversation.id, status: event.what, agentName: name, timelineNumber });
}

/** Once for each request, whether it was heard live or read in the history. */
export function onMediaDeclined(draft: Draft, key: string): void {
  const { conversation } = draft.state.kept;
  if (conversation === null || conversation.session === null) return;
  draft.writes.seen.push({
    scope: agentScope(conversation.session),
    key,
    fingerprint: null,
    messageId: null,
    conversationId: conversation.id,
  });
  sayToCustomer(draft, 'mediaDeclined');
}

/** The history up to now: settles what was unknown, by position, and brings what nobody was there to hear. */
export function onCaughtUp(draft: Draft, event: EventOf<'caughtUp'>): void {
  const { conversation } = draft.state.kept;
  if (conversation === null) return;
  for (const message of event.messages) onAgentMessage(draft, message);
  for (const key of event.declined) onMediaDeclined(draft, key);
  const { unansweredFrom } = conversation;
  const { link } = draft.state;
  const superseded = event.id !== link.catchUpId || link.catchingUpSince === null;
  const claimed = !superseded && claimByPosition(draft, event.own);
  if (claimed || event.messages.some(({ author }) => author.kind === 'agent')) {
    // Both were taken in one after the other; which of them came last is told by the history.
    const settled = draft.state.kept.conversation?.unansweredFrom ?? null;
    const answered = event.lastWord === 'agent';
    setConversation(draft, { unansweredFrom: answered ? null : (unansweredFrom ?? settled) });
  }
  if (superseded) return;
  setConversation(draft, { cursor: event.cursor });
  setLink(draft, {
    caughtUp: link.state === 'attached',
    catchingUpSince: null,
    caughtUpAsOf: link.catchingUpSince,
    catchUpAttempt: 0,
  });
  draft.traces.push({ step: 'session.caught-up', conversationId: conversation.id });
  const closing = draft.state.kept.conversation?.closing ?? null;
  settleNotThere(draft, { askedAt: link.catchingUpSince, over: closing?.leave === false });
  if (closing === null || closing.leave) {
    if (event.over !== null) {
      setLink(draft, { state: 'over' });
      closeEnded(draft, event.over);
    } else if (draft.state.link.caughtUp) {
      setLink(draft, { awaySince: null });
      if (draft.state.kept.conversation?.aloneSince != null) setConversation(draft, { aloneSince: null });
    }
    return;
  }
  setConversation(draft, { closing: { ...closing, wordsRead: true } });
}

export function onCatchUpFailed(draft: Draft, { id, failure }: EventOf<'catchUpFailed'>): void {
  const { link } = draft.state;
  if (id !== link.catchUpId || link.catchingUpSince === null) return;
  const closing = draft.state.kept.conversation?.closing ?? null;
  if (failure.scope === 'conversation' || !failure.retryable) {
    // Nobody can be asked any more.
    setLink(draft, { state: 'over', catchingUpSince: null });
    closeConversation(draft, { reason: failure.code, leave: false, cause: 'interrupted' });
    // The first such answer only closes, so that what was heard live comes before the end.
    if (closing?.leave === false) setConversation(draft, { closing: { ...closing, wordsRead: true } });
    return;
  }
  const attempt = link.catchUpAttempt + 1;
  const notBefore = retryAt(draft, CONTACT_CENTER_RETRY_MS, { attempt, failure });
  setLink(draft, { catchingUpSince: null, catchUpAttempt: attempt, catchUpNotBefore: notBefore });
}

export function onRemoteEnded(draft: Draft, event: EventOf<'remoteEnded'>): void {
  closeEnded(draft, event.reason);
}

export function onLeaveSettled(draft: Draft, { failure }: EventOf<'leaveSettled'>): void {
  const closing = draft.state.kept.conversation?.closing ?? null;
  setLink(draft, { leaving: false });
  if (closing === null || !closing.leave) return;
  if (failure?.retryable) {
    const attempt = draft.state.link.catchUpAttempt + 1;
    const notBefore = retryAt(draft, CONTACT_CENTER_RETRY_MS, { attempt, failure });
    setLink(draft, { catchUpAttempt: attempt, catchUpNotBefore: notBefore });
    return;
  }
  setLink(draft, { state: 'over', catchUpAttempt: 0, catchUpNotBefore: draft.now });
  closeConversation(draft, { ...closing, leave: false });
}
