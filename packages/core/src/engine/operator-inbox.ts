import { z } from 'zod';
import type { Logger } from '../contracts/runtime.ts';
import type { InboxItem, Store } from '../contracts/store.ts';
import { type ChannelName, deliveryId } from '../domain/ids.ts';
import type { SessionEvent } from '../session/event.ts';
import { RETRIED_SCOPE } from '../session/send-again.ts';
import type { Channel } from './channel.ts';
import type { OperatorEvent } from './engine-options.ts';
import type { Registry } from './registry.ts';
import type { Turn } from './turn.ts';

export interface OperatorInboxOptions {
  readonly store: Store;
  readonly registry: Registry;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly logger: Logger;
}

const PAGE = 100;

/** Processes what operators left in the store, each item in one step that consumes it. */
export async function processInbox(options: OperatorInboxOptions): Promise<void> {
  const passedOver = new Set<string>();
  for (;;) {
    const items = (await options.store.inbox(PAGE + passedOver.size)).filter(({ id }) => !passedOver.has(id));
    if (items.length === 0) return;
    for (const item of items) {
      if (await consume(options, item)) continue;
      passedOver.add(item.id);
      options.logger.warn({ event: 'inbox.passed-over', item: item.id }, 'an inbox item cannot be processed');
    }
  }
}

async function consume({ store, registry, channels }: OperatorInboxOptions, item: InboxItem): Promise<boolean> {
  const record = await store.loadById(item.customerId);
  const channel = record === null ? undefined : channels.get(record.customer.channel);
  if (record === null || channel === undefined) return false;
  return await registry.run(channel, record.customer.address, {
    run: async (turn) => {
      await turn.written();
      const asked = await eventOf(store, turn, item);
      await turn.step(asked ?? { type: 'tick', overdue: [] }, { inbox: item.id });
      return true;
    },
  });
}

/** What an operator asked for, if it still makes sense. */
async function eventOf(store: Store, turn: Turn, item: InboxItem): Promise<SessionEvent | null> {
  const asked = operatorEvent.safeParse(item.event);
  if (!asked.success) return null;
  if (asked.data.type === 'end')
    return turn.state.kept.conversation?.id === asked.data.conversationId
      ? { type: 'endRequested', by: 'operator' }
      : null;
  if (asked.data.type === 'forget') return { type: 'forgetRequested', by: 'operator' };
  const delivery = await store.delivery(deliveryId(asked.data.deliveryId));
  if (delivery === null || delivery.customerId !== item.customerId) return null;
  if (asked.data.type === 'retry' && (await turn.seen(RETRIED_SCOPE, [delivery.id])).size > 0) return null;
  return { type: asked.data.type === 'retry' ? 'retryRequested' : 'dropRequested', delivery };
}

const operatorEvent: z.ZodType<OperatorEvent> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('end'), conversationId: z.string() }),
  z.object({ type: z.literal('retry'), deliveryId: z.string() }),
  z.object({ type: z.literal('drop'), deliveryId: z.string() }),
  z.object({ type: z.literal('forget') }),
]);
