import { becomeActivated } from './activation.ts';
import { beginDraft, type Draft, finishDraft, type StepInput } from './draft.ts';
import type { Step } from './effect.ts';
import type { SessionEvent } from './event.ts';
import { forgetIfDone, onForgetRequested } from './forgetting.ts';
import { onClaimed } from './lane.ts';
import * as contactCenter from './on-contact-center.ts';
import { onCustomerMessage, onEndRequested } from './on-customer.ts';
import { onOverdue, onRestarted } from './on-engine.ts';
import { onDropRequested, onRetryRequested } from './on-operator.ts';
import { onDeliverSettled, onFindSentSettled, onSendSettled } from './on-outcome.ts';
import { onReceipt } from './on-receipt.ts';
import { plan } from './plan.ts';
import { onPrefaceRead } from './preface.ts';
import type { CustomerState } from './state.ts';
import { takeTurn } from './turns.ts';

/**
 * Everything the bridge decides is decided here: what happened goes in, the next state and what to do about it come
 * out. Pure: no clock, no I/O, the same answer every time.
 */
export function transition(input: StepInput): Step<CustomerState> {
  const draft = beginDraft(input);
  apply(draft, input.stimulus.event);
  plan(draft);
  forgetIfDone(draft);
  return finishDraft(draft);
}

function apply(draft: Draft, event: SessionEvent): void {
  switch (event.type) {
    case 'restarted':
      onRestarted(draft, event);
      return onOverdue(draft, event.overdue);
    case 'tick':
      return onOverdue(draft, event.overdue);
    case 'routeOpened':
      return;
    case 'probe':
      draft.paused[event.route] = false;
      if (event.route === 'toCustomer') takeTurn(draft);
      return;
    case 'turnCame':
      return takeTurn(draft);
    case 'claimed':
      return onClaimed(draft, event.direction, event.delivery);
    case 'customerMessage':
      return onCustomerMessage(draft, event);
    case 'endRequested':
      return onEndRequested(draft, event);
    case 'retryRequested':
      return onRetryRequested(draft, event.delivery);
    case 'dropRequested':
      return onDropRequested(draft, event.delivery);
    case 'forgetRequested':
      return onForgetRequested(draft, event.by);
    case 'prefaceRead':
      return onPrefaceRead(draft, event.said);
    case 'activated':
      return becomeActivated(draft);
    case 'own':
      return contactCenter.onOwn(draft, event);
    case 'agentMessage':
      return contactCenter.onAgentMessage(draft, event.message);
    case 'agentPresence':
      return contactCenter.onAgentPresence(draft, event);
    case 'mediaDeclined':
      return contactCenter.onMediaDeclined(draft, event.key);
    case 'remoteEnded':
      return contactCenter.onRemoteEnded(draft, event);
    case 'lost':
      return contactCenter.onLost(draft, event);
    case 'opened':
      return contactCenter.onOpened(draft, event);
    case 'openFailed':
      return contactCenter.onOpenFailed(draft, event);
    case 'attached':
      return contactCenter.onAttached(draft, event);
    case 'attachedTooLate':
      return contactCenter.onAttachedTooLate(draft, event);
    case 'attachFailed':
      return contactCenter.onAttachFailed(draft, event);
    case 'caughtUp':
      return contactCenter.onCaughtUp(draft, event);
    case 'catchUpFailed':
      return contactCenter.onCatchUpFailed(draft, event);
    case 'leaveSettled':
      return contactCenter.onLeaveSettled(draft, event);
    case 'sendSettled':
      return onSendSettled(draft, event);
    case 'deliverSettled':
      return onDeliverSettled(draft, event);
    case 'findSentSettled':
      return onFindSentSettled(draft, event);
    case 'receipt':
      return onReceipt(draft, event);
  }
}
