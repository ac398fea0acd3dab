import { z } from 'zod';
import type { AppliedOptions } from '../applied-options.ts';
import { type QueueChoice, topicModal } from '../views/topic-modal.ts';
import type { Inbound, Setting } from './inbound.ts';

/** From where somebody has asked, kept in the modal until it is sent. */
export type Origin =
  | { readonly kind: 'channel'; readonly channel: string }
  /** From everybody's menu. */
  | { readonly kind: 'anywhere' }
  | { readonly kind: 'message'; readonly channel: string; readonly thread: string; readonly ts: string };

export interface Asked {
  readonly trigger: string;
  readonly topic: string;
  readonly origin: Origin;
}

const channel = z.string().regex(/^[A-Z0-9]{1,40}$/);
const ts = z.string().regex(/^\d{1,12}\.\d{6}$/);
const origin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('channel'), channel }),
  z.object({ kind: z.literal('anywhere') }),
  z.object({ kind: z.literal('message'), channel, thread: ts, ts }),
]);

/** Asks for topic and queue. The trigger lives for three seconds, so this is done in the request. */
export async function openModal(inbound: Inbound, asked: Asked, { team }: Setting): Promise<void> {
  const client = await inbound.workspaces.clientOf(team);
  const view = topicModal({
    queues: queueChoices(inbound.options),
    topic: asked.topic,
    privateMetadata: JSON.stringify(asked.origin),
    texts: inbound.texts.modal,
  });
  await client.views.open({ trigger_id: asked.trigger, view });
}

/** Null: none of ours. */
export function originIn(privateMetadata: string): Origin | null {
  try {
    return origin.safeParse(JSON.parse(privateMetadata)).data ?? null;
  } catch {
    return null;
  }
}

export function queueChoices({ queues }: AppliedOptions): readonly QueueChoice[] {
  return queues.map(({ queue, label }) => ({ value: queue, label: label ?? queue }));
}
