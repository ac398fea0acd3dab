import type { Session } from '../contracts/contact-center.ts';
import type { Conversation } from '../domain/conversation.ts';
import { type ConversationId, conversationId } from '../domain/ids.ts';
import {
  type Draft,
  enqueue,
  hold,
  keep,
  setConversation,
  setLane,
  setLink,
  tell,
  writeConversation,
} from './draft.ts';
import { FUTILE_SESSION_MS } from './policy.ts';
import { type Closing, idleLink, type OpenConversation } from './state.ts';
import { statusOf } from './texts.ts';

/** Names the dedupe keys of what came from the agent side in one session. */
export function agentScope(session: Session): string {
  return `${session.transport}/${session.id}`;
}

/** A new chat of this customer. Its session is prepared by the plan. */
export function beginConversation(draft: Draft, reserved: ConversationId | null): OpenConversation {
  const { kept } = draft.state;
  const conversation: OpenConversation = {
    id: reserved ?? conversationId(`c_${draft.freshId}`),
    previousId: kept.previousConversationId,
    transport: draft.policy.transport,
    openedAt: draft.now,
    session: null,
    remoteId: null,
    activated: false,
    cursor: null,
    recentOwn: [],
    agents: [],
    adapterState: null,
    closing: null,
    nextId: null,
    queuedForNext: 0,
  };
  if (kept.toAgent.queued > 0 && kept.previousConversationId !== null)
    draft.writes.carryOver = { from: kept.previousConversationId, to: conversation.id };
  keep(draft, { conversation });
  const wait = FUTILE_SESSION_MS[Math.min(kept.futileSessions, FUTILE_SESSION_MS.length - 1)] ?? 0;
  draft.state = { ...draft.state, link: { ...idleLink, notBefore: draft.now + wait } };
  writeRow(draft);
  draft.traces.push({ step: 'conversation.opening', conversationId: conversation.id });
  return conversation;
}

/** From now on the conversation only finishes what it owes; what the customer says next belongs to the next one. */
export function closeConversation(draft: Draft, closing: Pick<Closing, 'reason' | 'leave'>): void {
  const { conversation } = draft.state.kept;
  if (conversation === null) return;
  if (conversation.closing !== null) {
    if (conversation.closing.leave && !closing.leave)
      setConversation(draft, { closing: { ...conversation.closing, leave: false } });
    else return;
  } else {
    setConversation(draft, { closing: { ...closing, wordsRead: false } });
  }
  // What was being read began before the end was known, so it cannot show the last words.
  setLink(draft, { catchingUpSince: null, caughtUpAsOf: null });
  writeRow(draft);
}

/** The conversation is over, and everything it said was taken in. What it did not take goes into a next one. */
export function finishConversation(draft: Draft): void {
  const { kept, held } = draft.state;
  const { conversation } = kept;
  if (conversation === null) return;
  const reason = conversation.closing?.reason ?? 'ended';
  if (kept.toAgent.outstanding !== null && held.toAgent !== null) {
    const repeated = held.toAgent.repeated || kept.toAgent.outstanding.state === 'unknown';
    draft.writes.change.push({ id: held.toAgent.id, state: 'pending', landsUntil: null, repeated });
    setLane(draft, 'toAgent', {
      outstanding: null,
      queued: kept.toAgent.queued + 1,
      oldestAt: held.toAgent.createdAt,
    });
    hold(draft, 'toAgent', null);
  }
  announceEnd(draft, conversation, reason);
  if (conversation.session !== null)
    draft.effects.push({ type: 'release', transport: conversation.transport, sessionId: conversation.session.id });
  const toAgent = draft.state.kept.toAgent;
  keep(draft, {
    conversation: null,
    previousConversationId: conversation.id,
    futileSessions: conversation.recentOwn.length === 0 && !conversation.activated ? kept.futileSessions + 1 : 0,
    toAgent: {
      ...toAgent,
      queued: toAgent.queued + conversation.queuedForNext,
      oldestAt: toAgent.oldestAt ?? (conversation.queuedForNext > 0 ? draft.now : null),
    },
  });
  draft.state = { ...draft.state, link: idleLink };
  if (wantsConversation(draft)) beginConversation(draft, conversation.nextId);
}

/** Whether something is owed to an agent that is worth opening a chat for. */
export function wantsConversation(draft: Draft): boolean {
  const { conversation, toAgent } = draft.state.kept;
  return conversation === null && toAgent.queued > toAgent.notices;
}

/** Writes the open conversation's row as it now stands. */
export function writeRow(draft: Draft): void {
  const { conversation } = draft.state.kept;
  if (conversation === null) return;
  const state = conversation.closing !== null ? 'ending' : conversation.session === null ? 'opening' : 'open';
  writeAs(draft, conversation, { state, endedAt: null, endReason: null });
}

function writeAs(
  draft: Draft,
  { id, transport, remoteId, previousId, openedAt }: OpenConversation,
  now: Pick<Conversation, 'state' | 'endedAt' | 'endReason'>,
): void {
  writeConversation(draft, { id, transport, remoteId, previousId, openedAt, ...now });
}

function announceEnd(draft: Draft, conversation: OpenConversation, reason: string): void {
  const number = tell(draft, conversation.id, { type: 'conversation.ended', reason });
  enqueue(draft, {
    direction: 'toCustomer',
    conversation: conversation.id,
    body: {
      kind: 'status',
      status: 'ended',
      agentName: null,
      text: statusOf(draft, 'ended', null),
      at: draft.now,
      reason,
    },
    timelineNumber: number,
  });
  writeAs(draft, conversation, { state: 'ended', endedAt: draft.now, endReason: reason });
  draft.traces.push({ step: 'conversation.ended', conversationId: conversation.id, reason });
}
