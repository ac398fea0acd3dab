import { randomUUID } from 'node:crypto';
import { conversationId, type OperatorEvent, systemClock } from '@trunkline/core';
import { noSuchConversation } from './conversations-show.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { withReader } from './with-reader.ts';

/** Leaves the wish to end for the owner of the customer: a bridge that runs, or the next that starts. */
export async function endConversation(id: string, options: ConfigOption, io: CliIo): Promise<void> {
  const said = await withReader(options.config, io, async (store) => {
    const conversation = await store.conversation(conversationId(id));
    if (conversation === null) throw noSuchConversation(id);
    if (conversation.state === 'ended') return `conversation ${id} has ended already; nothing queued`;
    const event: OperatorEvent = { type: 'end', conversationId: conversation.id };
    await store.record({ id: randomUUID(), customerId: conversation.customerId, at: systemClock.now(), event });
    return `queued: end conversation ${id} (a running bridge does it now, otherwise the next start does)`;
  });
  io.stdout.write(`${said}\n`);
}
