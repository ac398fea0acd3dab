import type { Delivery } from '../domain/delivery.ts';
import type { Failure } from '../domain/failure.ts';
import { type Draft, enqueue, tell } from './draft.ts';
import { systemText } from './texts.ts';

/** The customer hears that an own message failed, the agent by a notice. Statuses and notices cause nothing. */
export function tellWhoeverWaits(draft: Draft, delivery: Delivery, failure: Failure): void {
  const { body, conversationId: conversation } = delivery;
  if (body.kind !== 'message' || body.author.kind === 'system') return;
  const { texts, adapter } = draft.policy;
  const notice = { kind: 'failure', messageId: body.messageId, failure, at: draft.now } as const;
  if (delivery.direction === 'toAgent') {
    const timelineNumber = tell(draft, conversation, {
      type: 'message.failed',
      messageId: body.messageId,
      failure,
    });
    const words = adapter.presence === 'text' ? systemText(texts, 'notDelivered', { reason: failure.human }) : null;
    if (adapter.presence === 'text' && words === null) return;
    enqueue(draft, { direction: 'toCustomer', conversation, body: { ...notice, text: words }, timelineNumber });
  } else if (body.author.kind === 'agent') {
    const open = draft.state.kept.conversation;
    const text = systemText(texts, 'undelivered', { reason: failure.human });
    // Nobody waits for it where no conversation is open.
    if (open === null || text === null) return;
    enqueue(draft, { direction: 'toAgent', conversation: open.id, body: { ...notice, text }, timelineNumber: null });
  }
}
