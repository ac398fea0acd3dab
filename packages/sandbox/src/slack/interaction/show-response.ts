import type { SlackCloud } from '../slack-cloud.ts';
import type { Args } from '../web-api/args.ts';
import { botAuthor } from '../web-api/author.ts';
import { contentOf } from '../web-api/message-content.ts';
import type { Message } from '../workspace/message.ts';
import { changeMessage, deleteMessage, postEphemeral, postMessage } from '../workspace/posting.ts';
import type { ResponseTarget } from './response-urls.ts';

/** Shows what an app answers to an interaction, by a response_url or in the acknowledgement. */
export function showResponse(cloud: SlackCloud, target: ResponseTarget, args: Args): void {
  const team = cloud.teams.get(target.teamId);
  const channel = cloud.channel(target.channel);
  if (team?.installation === undefined || channel === undefined) return;
  if (args.flag('delete_original') || args.flag('replace_original')) {
    const isEphemeral = channel.ephemerals.some(({ message }) => message.ts === target.messageTs);
    if (isEphemeral) {
      channel.ephemerals = channel.ephemerals.filter(({ message }) => message.ts !== target.messageTs);
      if (args.flag('delete_original'))
        return cloud.trace.emit({ kind: 'change', type: 'ephemeral', channel: channel.id });
    } else {
      const original = target.messageTs === undefined ? undefined : channel.find(target.messageTs);
      if (original === undefined) return;
      if (args.flag('delete_original')) return deleteMessage(cloud, channel, original);
      const { blocks: _, ...kept } = original;
      return changeMessage(cloud, channel, { ...kept, ...contentOf(cloud, args) } as Message);
    }
  }
  const thread = args.text('thread_ts') ?? (target.messageTs === undefined ? undefined : target.threadTs);
  const draft = {
    ...contentOf(cloud, args),
    ...botAuthor(cloud, team, team.installation),
    ...(thread !== undefined && { thread_ts: thread }),
  };
  if (args.text('response_type') === 'in_channel') postMessage(cloud, channel, draft);
  else postEphemeral(cloud, channel, { user: target.user, draft });
}
