import type { AdapterState } from '../contracts/abilities.ts';
import type { Failure } from '../domain/failure.ts';
import type { Address, ConversationId } from '../domain/ids.ts';
import { closeConversation, closeEnded } from './conversation-life.ts';
import { type Draft, hold, keep, retryAt, setConversation, setLink } from './draft.ts';
import type { SessionEvent } from './event.ts';
import { becomeUnknown, noteOwn, settleFailed, settleSent, wait } from './lane.ts';
import { ACTIVATION_RETRY_MS, CONTACT_CENTER_RETRY_MS, NOT_ACTIVE_TRIES } from './policy.ts';
import { reportRoute } from './route.ts';

type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, { type: Type }>;

/** What became of a write to the contact centre. */
export function onSendSettled(draft: Draft, { deliveryId, outcome }: EventOf<'sendSettled'>): void {
  const { outstanding } = draft.state.kept.toAgent;
  if (draft.state.held.toAgent?.id !== deliveryId || outstanding === null) {
    // Its echo was faster than this answer; only the key is news.
    if (outcome.outcome === 'accepted') noteOwn(draft, outcome.key);
    return;
  }
  if (outcome.outcome !== 'rejected' || outcome.failure.scope !== 'conversation') setLink(draft, { notActive: 0 });
  if (outcome.outcome === 'accepted') {
    settleSent(draft, 'toAgent', outcome.key);
  } else if (outcome.outcome === 'unknown') {
    becomeUnknown(draft, 'toAgent', { failure: outcome.failure, retryAt: null });
  } else {
    onSendRejected(draft, outcome.failure, outstanding.attempt);
  }
}

function onSendRejected(draft: Draft, failure: Failure, attempt: number): void {
  reportRoute(draft, 'toAgent', failure);
  if (failure.scope === 'conversation') {
    onNotActive(draft, failure);
  } else if (failure.scope === 'route') {
    wait(draft, 'toAgent', { failure, retryAt: null });
  } else if (failure.retryable) {
    wait(draft, 'toAgent', { failure, retryAt: retryAt(draft, CONTACT_CENTER_RETRY_MS, { attempt, failure }) });
  } else {
    settleFailed(draft, 'toAgent', failure);
  }
}

/**
 * Before activation this means "not yet", for a while. Afterwards it means "over", which the other side is asked to
 * confirm: a connection that is just being lost may cause it too.
 */
function onNotActive(draft: Draft, failure: Failure): void {
  const { conversation } = draft.state.kept;
  const { link } = draft.state;
  const activated = conversation?.activated ?? false;
  if (link.state !== 'attached') return wait(draft, 'toAgent', { failure, retryAt: null });
  wait(draft, 'toAgent', { failure, retryAt: draft.now + ACTIVATION_RETRY_MS });
  const early = draft.now < link.attachedAt + draft.policy.contactCenter.activationWindowMs;
  if (!activated && early) return;
  const tries = link.notActive + 1;
  setLink(draft, { notActive: tries });
  if (!activated)
    return closeConversation(draft, { reason: 'session.never-active', leave: false, cause: 'interrupted' });
  if (tries >= NOT_ACTIVE_TRIES && !early) return closeEnded(draft, failure.code);
  // Reading the history tells whether the session is over.
  setLink(draft, { caughtUp: false, catchingUpSince: null, catchUpNotBefore: draft.now });
}

/** What became of a delivery to the customer. */
export function onDeliverSettled(draft: Draft, event: EventOf<'deliverSettled'>): void {
  const { deliveryId, outcome } = event;
  const held = draft.state.held.toCustomer;
  const { outstanding } = draft.state.kept.toCustomer;
  // Even if a receipt was faster than this answer.
  learn(draft, outcome, event.conversationId ?? held?.conversationId);
  if (held?.id !== deliveryId || outstanding === null) return;
  if (outcome.outcome === 'accepted') {
    settleSent(draft, 'toCustomer', outcome.key);
    return;
  }
  const { failure } = outcome;
  reportRoute(draft, 'toCustomer', failure);
  if (outcome.outcome === 'rejected' && !failure.retryable && failure.scope !== 'route') {
    settleFailed(draft, 'toCustomer', failure);
    return;
  }
  const { attempt } = outstanding;
  const onSchedule = retryAt(draft, draft.policy.adapter.retryScheduleMs, { attempt, failure });
  const settled = { failure, retryAt: failure.scope === 'route' ? null : onSchedule };
  if (outcome.outcome === 'unknown') becomeUnknown(draft, 'toCustomer', settled);
  else wait(draft, 'toCustomer', settled);
}

interface Told {
  readonly address?: Address;
  readonly adapterState?: AdapterState;
}

/** What the medium told besides: the real address, and what the adapter wants to know again. */
function learn(draft: Draft, told: Told, conversation: ConversationId | undefined): void {
  if (told.address !== undefined && told.address !== draft.state.kept.address) {
    draft.writes.aliases.push(told.address);
    keep(draft, { address: told.address });
  }
  const { adapterState } = told;
  if (adapterState === undefined || conversation === undefined) return;
  if (conversation === draft.state.kept.conversation?.id) setConversation(draft, { adapterState });
  else if (conversation === draft.state.kept.previousConversationId)
    keep(draft, { previousAdapterState: adapterState });
}

/** What the adapter found out about a delivery whose outcome was not known. */
export function onFindSentSettled(draft: Draft, { deliveryId, found, askedAt }: EventOf<'findSentSettled'>): void {
  setLink(draft, { findingSent: false });
  const held = draft.state.held.toCustomer;
  const { outstanding } = draft.state.kept.toCustomer;
  if (held?.id !== deliveryId || outstanding === null || outstanding.state !== 'unknown') return;
  const failure: Failure = {
    code: 'delivery.unknown',
    scope: 'message',
    retryable: true,
    human: 'whether it arrived could not be found out yet',
  };
  if (found.found === 'sent') {
    learn(draft, found, held.conversationId);
    settleSent(draft, 'toCustomer', found.key);
  } else if (found.found === 'notSent' && askedAt >= outstanding.landsUntil) {
    wait(draft, 'toCustomer', { failure, retryAt: draft.now });
  } else if (found.found === 'cannotTell' && askedAt >= outstanding.landsUntil) {
    // Nobody can be asked: it is repeated, and says so.
    hold(draft, 'toCustomer', { ...held, repeated: true });
    draft.writes.change.push({ id: held.id, state: 'unknown', repeated: true });
    wait(draft, 'toCustomer', { failure, retryAt: draft.now });
  } else {
    const { attempt, landsUntil } = outstanding;
    const onSchedule = retryAt(draft, draft.policy.adapter.retryScheduleMs, { attempt });
    becomeUnknown(draft, 'toCustomer', { failure, retryAt: Math.max(onSchedule, landsUntil) });
  }
}
