import type { Delivery, DeliveryBody } from '../domain/delivery.ts';
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
    const text = systemText(texts, 'undelivered', { reason: failure.human });
    if (text !== null) tellAgent(draft, delivery, { ...notice, text });
  }
}

/** By a notice in the open conversation. If none is open it waits at the head of the next one, which it never opens. */
export function tellAgent(
  draft: Draft,
  { conversationId }: Pick<Delivery, 'conversationId'>,
  body: DeliveryBody,
): void {
  const { conversation: open, previousConversationId } = draft.state.kept;
  const conversation = open?.id ?? previousConversationId ?? conversationId;
  enqueue(draft, { direction: 'toAgent', conversation, body, timelineNumber: null });
}
