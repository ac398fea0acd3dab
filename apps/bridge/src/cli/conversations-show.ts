import { type ConversationDetails, conversationId, type DeliveryDetails, type Message } from '@trunkline/core';
import { CommandError } from './command-error.ts';
import { conversationItem } from './conversations-list.ts';
import { deliveryItem, deliveryTable } from './deliveries-list.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { isoTime, json, localTime, printable, table } from './table.ts';
import { withReader } from './with-reader.ts';

export interface ConversationsShowOptions extends ConfigOption {
  readonly json?: true;
}

interface Shown {
  readonly conversation: ConversationDetails;
  readonly messages: readonly Message[];
  readonly deliveries: readonly DeliveryDetails[];
}

const MAX_DELIVERIES = 10_000;

export async function showConversation(id: string, options: ConversationsShowOptions, io: CliIo): Promise<void> {
  const shown = await withReader(options.config, io, async (store): Promise<Shown> => {
    const conversation = await store.conversation(conversationId(id));
    if (conversation === null) throw noSuchConversation(id);
    return {
      conversation,
      messages: await store.messages(conversation.id),
      deliveries: await store.deliveries({ conversationId: conversation.id, limit: MAX_DELIVERIES }),
    };
  });
  io.stdout.write(`${options.json === true ? json(asJson(shown)) : asText(shown)}\n`);
}

export function noSuchConversation(id: string): CommandError {
  return new CommandError(`there is no conversation ${printable(id)}; trunkline conversations list shows them`);
}

function asJson({ conversation, messages, deliveries }: Shown): object {
  const { transport, remoteId, previousId, endReason } = conversation;
  return {
    ...conversationItem(conversation),
    transport,
    remoteId,
    previousConversationId: previousId,
    endReason,
    messages: messages.map(({ id, text, author, attachments, sentAt, late }) => ({
      id,
      text,
      author,
      attachments,
      sentAt: isoTime(sentAt),
      late,
    })),
    deliveries: deliveries.map(shownDelivery),
  };
}

/** A delivery as listed, with what connects it to the message that it carries. */
function shownDelivery(delivery: DeliveryDetails): object {
  const { body, repeated, remoteKey, retryOf, createdAt, settledAt } = delivery;
  return {
    ...deliveryItem(delivery),
    what: body.kind === 'status' ? body.status : body.kind,
    messageId: 'messageId' in body ? body.messageId : null,
    ...(body.kind === 'message' ? { part: body.part, parts: body.parts } : {}),
    repeated,
    retryOf,
    remoteKey,
    createdAt: isoTime(createdAt),
    settledAt: isoTime(settledAt),
  };
}

function asText({ conversation, messages, deliveries }: Shown): string {
  const { id, channel, address, state, openedAt, endedAt, endReason, transport, remoteId, previousId } = conversation;
  const facts = [
    ['conversation', id],
    ['channel', channel],
    ['customer', address],
    ['state', endReason === null ? state : `${state} (${endReason})`],
    ['opened', localTime(openedAt)],
    ['ended', localTime(endedAt)],
    ['transport', remoteId === null ? transport : `${transport}, there ${remoteId}`],
    ['continues', previousId ?? ''],
  ].filter(([, value]) => value !== '');
  const width = Math.max(...facts.map(([name]) => name?.length ?? 0));
  const said = table(
    ['SENT', 'BY', 'TEXT'],
    messages.map(({ author, text, attachments, sentAt, late }) => [
      `${localTime(sentAt)}${late ? ' (late)' : ''}`,
      author.name === null ? author.kind : `${author.kind} ${author.name}`,
      [text, ...attachments.map(({ name, url }) => `[${name ?? url}]`)].filter((part) => part !== '').join(' '),
    ]),
  );
  return [
    ...facts.map(([name = '', value = '']) => `${name.padEnd(width)}  ${printable(value)}`),
    '',
    messages.length === 0 ? 'nothing was said' : said,
    '',
    deliveryTable(deliveries),
  ].join('\n');
}
