import type { Delivery } from '../domain/delivery.ts';
import type { Failure } from '../domain/failure.ts';
import type { Draft } from './draft.ts';
import type { FinalReport, SessionEvent } from './event.ts';
import { endOutstanding, settleSent } from './lane.ts';
import { GIVEN_UP, isSpokenByPeople, sendAgain } from './send-again.ts';
import { tellAgent, tellWhoeverWaits } from './tell-whoever-waits.ts';
import { systemText } from './texts.ts';

/** Names the keys by which is known which agents were told that a message arrived after all. */
export const CORRECTED_SCOPE = 'corrected';

/** What the medium tells later, or before the write is answered. Settles what is not settled; the rest it leaves alone. */
export function onReceipt(draft: Draft, { deliveries, report }: Extract<SessionEvent, { type: 'receipt' }>): void {
  for (const delivery of deliveries) {
    if (delivery.direction !== 'toCustomer') continue;
    const isOutstanding = delivery.id === draft.state.held.toCustomer?.id;
    if (report.state === 'sent') {
      if (isOutstanding && delivery.state !== 'waiting') settleSent(draft, 'toCustomer', report.key);
    } else if (isOutstanding) settleOutstanding(draft, delivery, report);
    else if (delivery.state === 'sent' && delivery.awaitsReceipt) settle(draft, delivery, report);
    else if (report.state === 'delivered' && GIVEN_UP.has(delivery.state)) correct(draft, delivery);
  }
}

/** The lane goes on at once; the answer to the write, if it still comes, changes nothing. */
function settleOutstanding(draft: Draft, delivery: Delivery, report: FinalReport): void {
  const arrived = report.state === 'delivered';
  if (arrived) draft.effects.push({ type: 'routeWorks', route: 'toCustomer' });
  endOutstanding(draft, delivery, { state: arrived ? 'sent' : 'failed', code: codeOf(report) });
  settle(draft, delivery, report);
}

function settle(draft: Draft, delivery: Delivery, report: FinalReport): void {
  draft.writes.change.push({
    id: delivery.id,
    state: report.state,
    settledAt: draft.now,
    awaitsReceipt: false,
    reason: report.state === 'failed' ? report.failure.human : null,
    ...(report.key === null ? {} : { remoteKey: report.key }),
  });
  traceReceipt(draft, delivery, report);
  if (report.state !== 'failed') return;
  if (mayGoAgain(delivery, report.failure)) sendAgain(draft, delivery);
  else tellWhoeverWaits(draft, delivery, report.failure);
}

/** Once, and only what somebody said: a status is no news by then. */
function mayGoAgain({ retryOf, body }: Delivery, { retryable }: Failure): boolean {
  return retryable && retryOf === null && isSpokenByPeople(body);
}

/** The state stays what it is. The agent was told that it did not arrive, and is told once that it did. */
function correct(draft: Draft, delivery: Delivery): void {
  const { id, body, conversationId } = delivery;
  const { texts } = draft.policy;
  const text = systemText(texts, 'corrected');
  if (body.kind !== 'message' || body.author.kind !== 'agent' || text === null || texts.undelivered === null) return;
  const { messageId } = body;
  draft.writes.seen.push({ scope: CORRECTED_SCOPE, key: id, fingerprint: null, messageId, conversationId });
  traceReceipt(draft, delivery, { state: 'delivered', key: null });
  tellAgent(draft, delivery, { kind: 'correction', messageId, text, at: draft.now });
}

function traceReceipt(draft: Draft, delivery: Delivery, report: FinalReport): void {
  const { id: deliveryId, conversationId, direction, attempts: attempt, createdAt } = delivery;
  const code = codeOf(report);
  const tookMs = draft.now - createdAt;
  draft.traces.push({
    step: 'delivery.receipt',
    conversationId,
    deliveryId,
    direction,
    attempt,
    state: report.state,
    code,
    tookMs,
  });
}

function codeOf(report: FinalReport): string | null {
  return report.state === 'failed' ? report.failure.code : null;
}
