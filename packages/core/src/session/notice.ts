import type { Delivery } from '../domain/delivery.ts';
import { type Draft, setConversation } from './draft.ts';

/** Something the bridge tells an agent; it never opens a conversation. */
export function isNotice(delivery: Pick<Delivery, 'direction' | 'body'>): boolean {
  return delivery.direction === 'toAgent' && (delivery.body.kind !== 'message' || isPreface(delivery));
}

/** What was said in the conversation before. */
export function isPreface({ direction, body }: Pick<Delivery, 'direction' | 'body'>): boolean {
  return direction === 'toAgent' && body.kind === 'message' && body.author.kind === 'system';
}

/** Keeps count of the parts that nobody has begun to send. */
export function notePreface(draft: Draft, { body, direction }: Pick<Delivery, 'direction' | 'body'>): void {
  const { preface = null } = draft.state.kept.conversation ?? {};
  if (preface === null || preface.written === null || body.kind !== 'message' || !isPreface({ direction, body }))
    return;
  const { messageId, parts, left } = preface.written;
  if (body.messageId !== messageId || left <= parts - body.part) return;
  setConversation(draft, { preface: { ...preface, written: { messageId, parts, left: parts - body.part } } });
}
