import type { Delivery } from '../domain/delivery.ts';
import { type Draft, keep, setConversation } from './draft.ts';
import { announceStatus } from './status.ts';

/** The contact centre takes messages in this session. */
export function becomeActivated(draft: Draft): void {
  const { conversation } = draft.state.kept;
  if (conversation === null || conversation.activated) return;
  const { id, metAgent, waitingTold, closing } = conversation;
  setConversation(draft, { activated: true, waitingTold: true, agentlessSince: metAgent ? null : draft.now });
  draft.traces.push({ step: 'session.activated', conversationId: id });
  if (metAgent || waitingTold || closing !== null || !draft.policy.adapter.waiting) return;
  announceStatus(draft, { conversation: id, status: 'waiting', timelineNumber: null });
}

/** Somebody could read it: the customer is reached again, is not silent, and waits for an answer. */
export function heardByAgent(draft: Draft, { body, seq }: Delivery): void {
  keep(draft, { outageTold: false });
  const { conversation } = draft.state.kept;
  if (body.kind === 'message' && body.author.kind === 'system')
    return setConversation(draft, {
      unansweredFrom: conversation?.unansweredFrom ?? conversation?.preface?.from ?? null,
    });
  if (body.kind !== 'message' || body.author.kind !== 'customer') return;
  const silentSince = conversation?.silentSince == null ? null : draft.now;
  setConversation(draft, { unansweredFrom: conversation?.unansweredFrom ?? seq, silentSince, silenceTold: false });
}
