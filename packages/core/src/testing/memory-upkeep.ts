import type { Store, SweepRange, Swept } from '../contracts/store.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { CustomerId } from '../domain/ids.ts';
import { isFinal } from './memory-deliveries.ts';
import type { MemoryDisk } from './memory-store.ts';

/** What of a memory store removes and counts. */
export function upkeepOf(
  disk: MemoryDisk,
  { role, open }: { readonly role: 'owner' | 'reader'; readonly open: () => void },
): Pick<Store, 'timelineFloor' | 'sweep' | 'unaccounted'> {
  const before = new Set(disk.messages.map(({ id }) => id));
  return {
    async timelineFloor() {
      open();
      return disk.timelineFloor;
    },
    async sweep(range) {
      open();
      return role === 'reader' ? { conversations: 0, next: null, bare: [] } : sweep(disk, range);
    },
    async unaccounted(all = false) {
      open();
      const carried = new Set(
        [...disk.deliveries.values()].flatMap(({ body }) => (body.kind === 'message' ? [body.messageId] : [])),
      );
      const missing = disk.messages.filter(
        ({ id, author }) => author.kind !== 'system' && !carried.has(id) && (all || !before.has(id)),
      );
      const alone = [...disk.deliveries.values()].filter(
        (one) => !isFinal(one) && disk.customers.get(one.customerId)?.active !== true,
      );
      return missing.length + alone.length;
    },
  };
}

/** Removes everything of a customer. */
export function forget(disk: MemoryDisk, id: CustomerId, timelineNumber: number): void {
  for (const conversation of [...disk.conversations.values()])
    if (conversation.customerId === id) removeConversation(disk, conversation);
  for (const key of [...disk.seen.keys()]) if (key.startsWith(`${id}\n`)) disk.seen.delete(key);
  for (const [name, customer] of [...disk.names]) if (customer === id) disk.names.delete(name);
  disk.timeline.delete(id);
  disk.customers.delete(id);
  disk.timelineFloor = Math.max(disk.timelineFloor, timelineNumber);
}

function sweep(disk: MemoryDisk, { channel, endedBefore, after, limit }: SweepRange): Swept {
  const old = [...disk.conversations.values()].filter(
    (one) =>
      one.channel === channel &&
      one.state === 'ended' &&
      (one.endedAt ?? endedBefore) < endedBefore &&
      ![...disk.deliveries.values()].some((delivery) => delivery.conversationId === one.id && !isFinal(delivery)),
  );
  const last = old.findIndex(({ id }) => id === after);
  const taken = old.slice(last + 1, last + 1 + Math.max(1, limit));
  const bare: CustomerId[] = [];
  for (const one of taken) {
    removeConversation(disk, one);
    const told = disk.timeline.get(one.customerId) ?? [];
    if (told.length > 0 || disk.customers.get(one.customerId)?.active !== false) continue;
    disk.conversations.set(one.id, one);
    bare.push(one.customerId);
  }
  // What was removed cannot be found again by the next call: it goes on behind the last one that stayed.
  const more = last + 1 + taken.length < old.length;
  return {
    conversations: taken.length,
    next: more ? (taken.findLast(({ id }) => disk.conversations.has(id))?.id ?? after ?? 'more') : null,
    bare,
  };
}

function removeConversation(disk: MemoryDisk, { id, customerId }: Conversation): void {
  disk.conversations.delete(id);
  removeWhere(disk.messages, ({ conversationId }) => conversationId === id);
  for (const [key, { conversationId }] of [...disk.deliveries]) if (conversationId === id) disk.deliveries.delete(key);
  for (const [key, { conversationId }] of [...disk.seen])
    if (conversationId === id && key.startsWith(`${customerId}\n`)) disk.seen.delete(key);
  const timeline = disk.timeline.get(customerId);
  if (timeline !== undefined) removeWhere(timeline, ({ conversationId }) => conversationId === id);
}

function removeWhere<T>(list: T[], unwanted: (one: T) => boolean): void {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const one = list[index];
    if (one !== undefined && unwanted(one)) list.splice(index, 1);
  }
}
