import { type Address, address, type InboundMessage } from '@trunkline/core';
import { z } from 'zod';

const message = z.looseObject({
  date: z.number(),
  edit_date: z.number().optional(),
  chat: z.object({ id: z.int(), title: z.string().optional() }),
  from: z.object({ id: z.int(), first_name: z.string(), last_name: z.string().optional() }).optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
});
const updateSchema = z.object({
  update_id: z.int(),
  message: message.optional(),
  edited_message: message.optional(),
});

/** What an agent cannot see; others, such as the news that somebody has joined a group, are no messages of a customer. */
const KINDS: readonly string[] = [
  ...['animation', 'audio', 'contact', 'dice', 'document', 'location', 'paid_media', 'photo', 'poll', 'sticker'],
  ...['story', 'venue', 'video', 'video_note', 'voice'],
];

export interface Update {
  /** What the customer said in words; null: nothing. */
  readonly said: InboundMessage | null;
  /** The chat to tell that only words can be read; null: nobody. */
  readonly unread: Address | null;
}

/** One update; null if it is none. What only later versions of the API know is passed over: Telegram would repeat it. */
export function readUpdate(body: Uint8Array): Update | null {
  const update = updateSchema.safeParse(parseJson(body)).data;
  if (update === undefined) return null;
  const edited = update.edited_message !== undefined;
  const message = update.edited_message ?? update.message;
  if (message === undefined) return { said: null, unread: null };
  const { chat, from, caption, text = caption } = message;
  const chatAddress = address(String(chat.id));
  const kind = KINDS.find((name) => name in message);
  const isHello = text !== undefined && /^\/start\b/.test(text);
  // An edit is news only if there are words in it: a shared location is edited every few seconds.
  const unread = !edited && (kind !== undefined || isHello) ? chatAddress : null;
  if (text === undefined || isHello) return { said: null, unread };
  const name = from && [from.first_name, from.last_name].join(' ').trim();
  const profileName = chat.title ?? name;
  return {
    said: {
      address: chatAddress,
      id: String(update.update_id),
      text: `${edited ? '(edited) ' : ''}${kind === undefined ? '' : `(${kind}) `}${text}`,
      ...(from && name ? { author: { id: String(from.id), name } } : {}),
      ...(profileName === undefined ? {} : { profile: { name: profileName } }),
      sentAt: (message.edit_date ?? message.date) * 1_000,
    },
    unread,
  };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
