import { conversationId } from '@trunkline/core';
import { noSuchConversation } from './conversations-show.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { queueEvent } from './queue-event.ts';
import { withReader } from './with-reader.ts';

/** Leaves the wish to end a conversation for the owner of its customer. */
export async function endConversation(id: string, options: ConfigOption, io: CliIo): Promise<void> {
  const said = await withReader(options.config, io, async (store) => {
    const conversation = await store.conversation(conversationId(id));
    if (conversation === null) throw noSuchConversation(id);
    if (conversation.state === 'ended') return `conversation ${id} has ended already; nothing queued`;
    const { customerId } = conversation;
    return queueEvent(store, { customerId, event: { type: 'end', conversationId: conversation.id } }, io);
  });
  io.stdout.write(`${said}\n`);
}
