import type { SlackCloud } from '../slack-cloud.ts';
import type { Args } from '../web-api/args.ts';
import { botAuthor } from '../web-api/author.ts';
import { contentOf } from '../web-api/message-content.ts';
import type { Channel } from '../workspace/channel.ts';
import { changeMessage, deleteMessage, postEphemeral, postMessage } from '../workspace/posting.ts';
import type { ResponseTarget } from './response-urls.ts';

/**
 * Shows what an app answers to an interaction, by a response_url or in the acknowledgement. Throws a SlackError when it
 * is nothing that can be shown.
 */
export function showResponse(cloud: SlackCloud, target: ResponseTarget, args: Args): void {
  const team = cloud.teams.get(target.teamId);
  const channel = cloud.channel(target.channel);
  if (team?.installation === undefined || channel === undefined) return;
  if (args.flag('delete_original')) return removeOriginal(cloud, channel, target);
  const content = contentOf(cloud, args);
  const original = target.messageTs === undefined ? undefined : channel.find(target.messageTs);
  if (args.flag('replace_original') && original !== undefined) {
    const { blocks: _, ...kept } = original;
    changeMessage(cloud, channel, { ...kept, ...content });
    return;
  }
  if (args.flag('replace_original')) removeOriginal(cloud, channel, target);
  const thread = args.text('thread_ts') ?? target.threadTs;
  const author = botAuthor(cloud, team, team.installation);
  const draft = { ...content, ...author, ...(thread !== undefined && { thread_ts: thread }) };
  if (args.text('response_type') === 'in_channel') postMessage(cloud, channel, draft);
  else postEphemeral(cloud, channel, { user: target.user, draft });
}

function removeOriginal(cloud: SlackCloud, channel: Channel, { messageTs }: ResponseTarget): void {
  const original = messageTs === undefined ? undefined : channel.find(messageTs);
  if (original !== undefined) return deleteMessage(cloud, channel, original);
  channel.ephemerals = channel.ephemerals.filter(({ message }) => message.ts !== messageTs);
  cloud.trace.emit({ kind: 'change', type: 'ephemeral', channel: channel.id });
}
