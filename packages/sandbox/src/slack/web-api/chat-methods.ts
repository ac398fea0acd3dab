import { rateLimited, SlackError } from '../slack-error.ts';
import type { Channel } from '../workspace/channel.ts';
import type { Message } from '../workspace/message.ts';
import { isReply } from '../workspace/message.ts';
import { changeMessage, deleteMessage, postEphemeral, postMessage } from '../workspace/posting.ts';
import type { BotCall, BotMethods } from './api-method.ts';
import { authorOf } from './author.ts';
import { contentOf, metadataOf } from './message-content.ts';
import { postableChannel, visibleChannel } from './reach.ts';

const scopes = ['chat:write'];

export const chatMethods: BotMethods = {
  'chat.postMessage': { scopes, handle: post },
  'chat.postEphemeral': { scopes, handle: postToOne },
  'chat.update': { scopes, handle: update },
  'chat.delete': { scopes, handle: remove },
  'chat.getPermalink': { scopes: [], handle: permalink },
};

function post(call: BotCall): object {
  const { cloud, args } = call;
  const channel = postableChannel(call);
  const content = contentOf(cloud, args);
  const metadata = metadataOf(args);
  const author = authorOf(call);
  const thread = threadOf(call, channel);
  countPost(call, channel);
  const message = postMessage(cloud, channel, {
    ...content,
    ...author,
    ...(thread !== undefined && { thread_ts: thread }),
    ...(thread !== undefined && args.flag('reply_broadcast') && { subtype: 'thread_broadcast' }),
    ...(metadata && { metadata }),
  });
  return { channel: channel.id, ts: message.ts, message };
}

function postToOne(call: BotCall): object {
  const { cloud, args } = call;
  const channel = postableChannel(call);
  const user = args.required('user', 'user_not_in_channel');
  if (!channel.members.has(user)) throw new SlackError('user_not_in_channel');
  const thread = threadOf(call, channel);
  const draft = { ...contentOf(cloud, args), ...authorOf(call), ...(thread !== undefined && { thread_ts: thread }) };
  countPost(call, channel);
  return { message_ts: postEphemeral(cloud, channel, { user, draft }).ts };
}

function update(call: BotCall): object {
  const { cloud, args, bot } = call;
  const channel = visibleChannel(call);
  const message = ownMessage(call, channel, 'cant_update_message');
  const content = contentOf(cloud, args);
  const { updateMaxChars } = cloud.knobs;
  if (updateMaxChars > 0 && content.text.length > updateMaxChars) throw new SlackError('msg_too_long');
  const metadata = metadataOf(args);
  // Blocks that are not given go when there is a new text, attachments stay; with blocks nobody sees that it was edited.
  const hasText = content.text !== '';
  const { blocks, edited: _, ...kept } = message;
  const changed: Message = {
    ...kept,
    ...(!hasText && blocks && { blocks }),
    ...content,
    ...(!hasText && { text: message.text }),
    ...(metadata && { metadata }),
    ...(content.blocks === undefined && { edited: { user: bot.botUserId, ts: channel.nextTs(cloud.now()) } }),
  };
  const shown = changeMessage(cloud, channel, changed);
  return { channel: channel.id, ts: shown.ts, text: shown.text, message: shown };
}

function remove(call: BotCall): object {
  const channel = visibleChannel(call);
  const message = ownMessage(call, channel, 'cant_delete_message');
  deleteMessage(call.cloud, channel, message);
  return { channel: channel.id, ts: message.ts };
}

function permalink(call: BotCall): object {
  const channel = visibleChannel(call);
  const message = channel.find(call.args.required('message_ts', 'message_not_found'));
  if (message === undefined) throw new SlackError('message_not_found');
  const thread = isReply(message) ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : '';
  const path = `archives/${channel.id}/p${message.ts.replace('.', '')}`;
  return { channel: channel.id, permalink: `https://${call.team.domain}.slack.com/${path}${thread}` };
}

function ownMessage({ args, bot }: BotCall, channel: Channel, otherwise: string): Message {
  const message = channel.find(args.required('ts', 'message_not_found'));
  if (message === undefined) throw new SlackError('message_not_found');
  if (message.bot_id !== bot.botId) throw new SlackError(otherwise);
  return message;
}

/** The root of the thread that is meant, also by one of its replies. */
function threadOf({ cloud, args }: BotCall, channel: Channel): string | undefined {
  const given = args.text('thread_ts');
  if (given === undefined) return undefined;
  const message = channel.find(given);
  if (message === undefined && cloud.knobs.unknownThread === 'reject') throw new SlackError('cannot_reply_to_message');
  return message?.thread_ts ?? given;
}

function countPost({ cloud, team }: BotCall, channel: Channel): void {
  const { postsPerSecond: perSecond, postBurst: burst } = cloud.knobs;
  if (perSecond === 0) return;
  const waitMs = cloud.rates.take(`${team.id} ${channel.id}`, { perSecond, burst }, cloud.now());
  if (waitMs > 0) throw rateLimited(waitMs);
}
