import type { Session } from '../contracts/contact-center.ts';
import type { Conversation } from '../domain/conversation.ts';
import { type ConversationId, conversationId } from '../domain/ids.ts';
import { type Draft, hold, keep, setConversation, setLane, setLink, tell, writeConversation } from './draft.ts';
import { causeOfEnd, successionOf } from './ending.ts';
import { FUTILE_SESSION_MS, RESUMABLE_MS } from './policy.ts';
import { dropPreface } from './preface.ts';
import { type Closing, freshConversation, idleLink, type OpenConversation, type Preface } from './state.ts';
import { announceStatus } from './status.ts';

/** Names the dedupe keys of what came from the agent side in one session. */
export function agentScope(session: Session): string {
  return `${session.transport}/${session.id}`;
}

interface Beginning {
  /** The id that was promised to what the customer said meanwhile. */
  readonly reserved?: ConversationId | null;
  /** It begins by itself, with what is unanswered. */
  readonly continues?: {
    readonly waitMs: number;
    readonly waitingTold: boolean;
    readonly unansweredFrom: number | null;
  };
}

/** A new chat of this customer. Its session is prepared by the plan. */
export function beginConversation(draft: Draft, { reserved = null, continues }: Beginning = {}): OpenConversation {
  const { kept } = draft.state;
  const preface = prefaceOf(draft, continues);
  const conversation: OpenConversation = {
    ...freshConversation,
    id: reserved ?? conversationId(`c_${draft.freshId}`),
    previousId: kept.previousConversationId,
    transport: draft.policy.transport,
    openedAt: draft.now,
    preface,
    unansweredFrom: preface?.from ?? null,
    waitingTold: continues?.waitingTold ?? false,
  };
  if (kept.toAgent.queued > 0 && kept.previousConversationId !== null)
    draft.writes.carryOver = { from: kept.previousConversationId, to: conversation.id };
  keep(draft, { conversation, resumableSince: null, continued: kept.continued + (continues === undefined ? 0 : 1) });
  const futileMs = FUTILE_SESSION_MS[Math.min(kept.futileSessions, FUTILE_SESSION_MS.length - 1)] ?? 0;
  const wait = Math.max(futileMs, continues?.waitMs ?? 0);
  draft.state = { ...draft.state, link: { ...idleLink, notBefore: draft.now + wait } };
  writeRow(draft);
  draft.traces.push({ step: 'conversation.opening', conversationId: conversation.id });
  return conversation;
}

function prefaceOf({ state, now }: Draft, continues: Beginning['continues']): Preface | null {
  if (continues !== undefined) return { kind: 'unanswered', written: null, from: continues.unansweredFrom };
  const { resumableSince, resumableFrom: from } = state.kept;
  return resumableSince !== null && now - resumableSince < RESUMABLE_MS
    ? { kind: 'recent', written: null, from }
    : null;
}

/** The other side has ended it, or says that it is over. */
export function closeEnded(draft: Draft, reason: string): void {
  closeConversation(draft, { reason, leave: false, cause: causeOfEnd(draft) });
}

/** From now on the conversation only finishes what it owes; what the customer says next belongs to the next one. */
export function closeConversation(draft: Draft, closing: Omit<Closing, 'wordsRead'>): void {
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
  if (draft.state.kept.conversation === null) return;
  dropPreface(draft);
  const { kept, held } = draft.state;
  const { conversation } = kept;
  if (conversation === null) return;
  const { reason, cause } = conversation.closing ?? { reason: 'ended', cause: 'ended' };
  const succession = successionOf(draft, conversation, cause);
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
  const unspoken = succession.atOnce || (cause === 'silence' && draft.policy.onSilence === 'letEnd');
  announceEnd(draft, conversation, { reason, unspoken });
  if (conversation.session !== null)
    draft.effects.push({ type: 'release', transport: conversation.transport, sessionId: conversation.session.id });
  const toAgent = draft.state.kept.toAgent;
  keep(draft, {
    conversation: null,
    previousConversationId: conversation.id,
    previousAdapterState: conversation.adapterState,
    resumableSince: succession.preface === 'recent' ? draft.now : null,
    resumableFrom: conversation.unansweredFrom,
    futileSessions: futileSessions(conversation, { before: kept.futileSessions, unused: cause === 'unused' }),
    toAgent: {
      ...toAgent,
      queued: toAgent.queued + conversation.queuedForNext,
      oldestAt: toAgent.oldestAt ?? (conversation.queuedForNext > 0 ? draft.now : null),
    },
  });
  draft.state = { ...draft.state, link: idleLink };
  const { nextId: reserved, waitingTold, metAgent, unansweredFrom } = conversation;
  if (succession.atOnce)
    beginConversation(draft, {
      reserved,
      continues: { ...succession, unansweredFrom, waitingTold: waitingTold && !metAgent },
    });
  else if (wantsConversation(draft)) beginConversation(draft, { reserved });
}

/** A session that nobody wanted to say anything in says nothing about sessions. */
function futileSessions(
  { session, recentOwn, activated }: OpenConversation,
  { before, unused }: { readonly before: number; readonly unused: boolean },
): number {
  if (session === null || unused) return before;
  return recentOwn.length === 0 && !activated ? before + 1 : 0;
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

interface Ending {
  readonly reason: string;
  readonly unspoken: boolean;
}

function announceEnd(draft: Draft, conversation: OpenConversation, { reason, unspoken }: Ending): void {
  const timelineNumber = tell(draft, conversation.id, { type: 'conversation.ended', reason });
  announceStatus(draft, { conversation: conversation.id, status: 'ended', reason, unspoken, timelineNumber });
  writeAs(draft, conversation, { state: 'ended', endedAt: draft.now, endReason: reason });
  draft.traces.push({ step: 'conversation.ended', conversationId: conversation.id, reason });
}
