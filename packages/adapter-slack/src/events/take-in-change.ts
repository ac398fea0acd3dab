import type { Address } from '@trunkline/core';
import { keptThread } from './asides.ts';
import { isKnown } from './destination.ts';
import type { Inbound, Setting } from './inbound.ts';
import { digestOf, inboundMessage } from './inbound-message.ts';
import { isInternal } from './internal.ts';
import type { MessageKind } from './message-kind.ts';
import { isOneToOne } from './one-to-one.ts';
import type { SlackMessage } from './slack-message.ts';
import { words } from './words.ts';

export interface Changed {
  readonly channel: string;
  readonly change: Extract<MessageKind, { readonly kind: 'edited' | 'deleted' }>;
}

const EXCERPT = 60;

/** Tells the agent that something was said differently or taken back. Opens no conversation. */
export async function takeInChange(inbound: Inbound, { channel, change }: Changed, setting: Setting): Promise<void> {
  const { context, options } = inbound;
  const { before } = change;
  const address = await conversationOf(inbound, { channel, message: before }, setting);
  if (address === null) return;
  const wasInternal = isInternal(before.text ?? '', options.internalPrefix);
  if (change.kind === 'deleted') {
    if (wasInternal) return;
    const plain = await inbound.read.text(before, setting);
    await tell(words.deleted(excerpt(plain)), { ...before, ts: before.ts }, `d.${before.ts}`);
    return;
  }
  const { message } = change;
  if (isInternal(message.text ?? '', options.internalPrefix)) return;
  if (wasInternal) {
    await context.receive(await inboundMessage(inbound, { channel, message, address, earlier: null }, setting));
    return;
  }
  const plain = await inbound.read.text(message, setting);
  await tell(words.corrected(plain), message, `e.${message.ts}.${message.edited?.ts ?? digestOf(message.text ?? '')}`);

  async function tell(text: string, { user = '' }: SlackMessage, id: string): Promise<void> {
    const { name } = await inbound.people.person(setting.team, user);
    await context.receive({
      address: address as Address,
      id,
      digest: id,
      text: isOneToOne(channel) ? text : words.marked(name ?? user, text),
      author: { id: user, ...(name !== null && { name }) },
    });
  }
}

/** The open conversation that it was said in; null: none. */
async function conversationOf(
  inbound: Inbound,
  { channel, message }: { readonly channel: string; readonly message: SlackMessage },
  { team }: Setting,
): Promise<Address | null> {
  const aside = isOneToOne(channel) ? await keptThread(inbound, { team, channel, ts: message.ts }) : null;
  const thread = message.thread_ts ?? aside ?? (isOneToOne(channel) ? null : message.ts);
  const address = inbound.channels.addressOf({ team, channel, thread });
  const candidates =
    isOneToOne(channel) && thread !== null
      ? [address, inbound.channels.addressOf({ team, channel, thread: null })]
      : [address];
  for (const candidate of candidates)
    if ((await isKnown(inbound, candidate)) && (await inbound.context.conversation(candidate)) !== null)
      return candidate;
  return null;
}

function excerpt(text: string): string {
  return text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT)}…`;
}
