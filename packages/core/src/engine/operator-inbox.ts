import type { Logger } from '../contracts/runtime.ts';
import type { InboxItem, Store } from '../contracts/store.ts';
import type { ChannelName } from '../domain/ids.ts';
import type { Channel } from './channel.ts';
import type { Registry } from './registry.ts';

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
  const wanted = conversationToEnd(item);
  return await registry.run(channel, record.customer.address, {
    run: async (turn) => {
      const isCurrent = wanted !== null && turn.state.kept.conversation?.id === wanted;
      await turn.step(isCurrent ? { type: 'endRequested', by: 'operator' } : { type: 'tick', overdue: [] }, {
        inbox: item.id,
      });
      return true;
    },
  });
}

function conversationToEnd({ event }: InboxItem): string | null {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return null;
  const { type, conversationId } = event as { readonly type?: unknown; readonly conversationId?: unknown };
  return type === 'end' && typeof conversationId === 'string' ? conversationId : null;
}
