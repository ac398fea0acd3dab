import { tellOfMessage } from '../events/event-feed.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import { addedBlocks } from '../text/added-blocks.ts';
import type { Channel } from './channel.ts';
import type { Message } from './message.ts';
import { isReply } from './message.ts';

/** A message without what the channel gives it. */
export type Draft = Omit<Message, 'type' | 'ts'>;

/** Puts it where everybody sees it, and tells the app. */
export function postMessage(cloud: SlackCloud, channel: Channel, draft: Draft): Message {
  const parent = draft.thread_ts === undefined ? undefined : channel.find(draft.thread_ts);
  const message: Message = {
    type: 'message',
    ...(cloud.knobs.addBlocks && isWritten(draft) && { blocks: addedBlocks(draft.text) }),
    ...draft,
    ...(parent?.user !== undefined && { parent_user_id: parent.user }),
    team: channel.teamId,
    ts: channel.nextTs(cloud.now()),
  };
  channel.add(message);
  const root = message.subtype === 'thread_broadcast' && parent !== undefined;
  tellOfMessage(cloud, channel, root ? { ...message, root: channel.withReplies(parent) } : message);
  if (message.thread_ts !== undefined) channel.statuses.delete(message.thread_ts);
  if (cloud.knobs.repliedEvents && parent !== undefined && isReply(message)) {
    tellOfMessage(
      cloud,
      channel,
      hidden(cloud, channel, { subtype: 'message_replied', message: channel.withReplies(parent) }),
    );
  }
  return message;
}

/** The new one has the old one's `ts`. Returns it as it is shown. */
export function changeMessage(cloud: SlackCloud, channel: Channel, changed: Message): Message {
  const previous = channel.find(changed.ts);
  const hasBlocks = changed.blocks !== undefined || !cloud.knobs.addBlocks || !isWritten(changed);
  const message = hasBlocks ? changed : { ...changed, blocks: addedBlocks(changed.text) };
  channel.replace(message);
  const event = { subtype: 'message_changed', message, previous_message: previous };
  tellOfMessage(cloud, channel, hidden(cloud, channel, event));
  return message;
}

/** Its replies stay. */
export function deleteMessage(cloud: SlackCloud, channel: Channel, message: Message): void {
  channel.remove(message.ts);
  const event = { subtype: 'message_deleted', deleted_ts: message.ts, previous_message: message };
  tellOfMessage(cloud, channel, hidden(cloud, channel, event));
}

/** Only `user` sees it, until Slack is loaded anew. */
export function postEphemeral(cloud: SlackCloud, channel: Channel, shown: { user: string; draft: Draft }): Message {
  const message: Message = { type: 'message', ...shown.draft, is_ephemeral: true, ts: channel.nextTs(cloud.now()) };
  channel.ephemerals = [...channel.ephemerals, { user: shown.user, message }];
  cloud.trace.emit({ kind: 'change', type: 'ephemeral', channel: channel.id, ts: message.ts });
  return message;
}

function hidden(cloud: SlackCloud, channel: Channel, facts: Partial<Message>): Message {
  // Of these the text is inside.
  return { type: 'message', hidden: true, ts: channel.nextTs(cloud.now()), ...facts } as unknown as Message;
}

/** Not what Slack itself says of comings and goings. */
function isWritten({ text, subtype = '' }: Draft): boolean {
  return text !== '' && !/^(channel|group)_/.test(subtype);
}
