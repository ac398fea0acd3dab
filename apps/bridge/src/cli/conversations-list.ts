import { type ConversationDetails, type ConversationState, channelName } from '@trunkline/core';
import type { CliIo } from './io.ts';
import { type ListOptions, noteLimit } from './options.ts';
import { isoTime, json, localTime, table } from './table.ts';
import { withReader } from './with-reader.ts';

export interface ConversationsListOptions extends ListOptions {
  readonly state?: ConversationState;
  readonly channel?: string;
}

export async function listConversations(options: ConversationsListOptions, io: CliIo): Promise<void> {
  const { state, channel, limit } = options;
  const filter = {
    limit,
    ...(state === undefined ? {} : { state }),
    ...(channel === undefined ? {} : { channel: channelName(channel) }),
  };
  const found = await withReader(options.config, io, (store) => store.conversations(filter));
  const text = options.json === true ? json({ items: found.map(conversationItem) }) : conversationTable(found);
  io.stdout.write(`${text}\n`);
  noteLimit(found, limit, io);
}

/** A conversation as `--json` shows it. */
export interface ConversationItem {
  readonly id: string;
  readonly channel: string;
  readonly customer: string;
  readonly state: ConversationState;
  readonly openedAt: string | null;
  readonly endedAt: string | null;
}

export function conversationItem(conversation: ConversationDetails): ConversationItem {
  const { id, channel, address, state, openedAt, endedAt } = conversation;
  return { id, channel, customer: address, state, openedAt: isoTime(openedAt), endedAt: isoTime(endedAt) };
}

function conversationTable(found: readonly ConversationDetails[]): string {
  if (found.length === 0) return 'no conversations';
  return table(
    ['ID', 'CHANNEL', 'CUSTOMER', 'STATE', 'OPENED', 'ENDED'],
    found.map(({ id, channel, address, state, openedAt, endedAt }) => [
      id,
      channel,
      address,
      state,
      localTime(openedAt),
      localTime(endedAt),
    ]),
  );
}
