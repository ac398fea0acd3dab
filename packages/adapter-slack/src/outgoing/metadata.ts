import type { MessageMetadata } from '@slack/types';
import type { ConversationId, Delivery, DeliveryId } from '@trunkline/core';

/** Of every post of the bridge: how it knows its own again. Ids only, since every app of the workspace can read it. */
const DELIVERY_EVENT = 'trunkline_delivery';

export interface PostMark {
  readonly delivery: DeliveryId;
  readonly conversation: ConversationId;
  readonly bridge: string;
  /** `root` begins a thread, whether or not it carries the delivery as well. */
  readonly kind: 'root' | 'post';
}

export function markOf(delivery: Delivery, { bridge, kind }: Pick<PostMark, 'bridge' | 'kind'>): MessageMetadata {
  return {
    event_type: DELIVERY_EVENT,
    event_payload: { delivery: delivery.id, conversation: delivery.conversationId, bridge, kind },
  };
}

/** What a message of Slack says of itself, if a bridge posted it. */
export function readMark(message: unknown): Partial<PostMark> | null {
  if (typeof message !== 'object' || message === null) return null;
  const { metadata } = message as {
    readonly metadata?: { readonly event_type?: unknown; readonly event_payload?: unknown };
  };
  if (metadata?.event_type !== DELIVERY_EVENT) return null;
  const payload = metadata.event_payload;
  return typeof payload === 'object' && payload !== null ? payload : {};
}
