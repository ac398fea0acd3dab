import type { MessageEvent, SlackMessage } from './slack-message.ts';

/** What an event about a message means to a conversation. */
export type MessageKind =
  | { readonly kind: 'said'; readonly message: SlackMessage }
  | { readonly kind: 'edited'; readonly message: SlackMessage; readonly before: SlackMessage }
  | { readonly kind: 'deleted'; readonly before: SlackMessage }
  /** Told by the app, another app or Slack itself. */
  | { readonly kind: 'none' };

/** Subtypes that people write; all others are Slack's own news. */
const WRITTEN: ReadonlySet<string | undefined> = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);
const NONE: MessageKind = { kind: 'none' };

/** Of which type the metadata of our own messages are. */
const OWN_METADATA = /^trunkline/;

export function kindOf(event: MessageEvent, botUserId: string): MessageKind {
  const { message, previous_message: before } = event;
  if (event.subtype === 'message_changed') {
    if (message === undefined || before === undefined || !isWrittenByPerson(before, botUserId)) return NONE;
    // Slack leaves a gravestone where a thread hangs on what is deleted.
    if (message.subtype === 'tombstone') return { kind: 'deleted', before };
    // Previews of links and pictures change a message too, but not what was said.
    if (message.text === before.text || !isWrittenByPerson(message, botUserId)) return NONE;
    return { kind: 'edited', message, before };
  }
  if (event.subtype === 'message_deleted')
    return before !== undefined && isWrittenByPerson(before, botUserId) ? { kind: 'deleted', before } : NONE;
  return isWrittenByPerson(event, botUserId) ? { kind: 'said', message: event } : NONE;
}

/** Also in a history, where the app's own words stand between those of people. */
export function isWrittenByPerson(message: SlackMessage, botUserId: string): boolean {
  const { user, subtype, bot_id, metadata } = message;
  if (user === undefined || user === botUserId || user === 'USLACKBOT' || bot_id !== undefined) return false;
  // Another bridge's words in the same channel.
  if (OWN_METADATA.test(metadata?.event_type ?? '')) return false;
  return WRITTEN.has(subtype);
}
