import { SlackError } from '../slack-error.ts';
import type { BotCall, BotMethods } from './api-method.ts';
import { visibleChannel } from './reach.ts';

export const reactionMethods: BotMethods = {
  'reactions.add': { scopes: ['reactions:write'], handle: add },
  'assistant.threads.setStatus': { scopes: ['chat:write', 'assistant:write'], handle: setStatus },
};

function add(call: BotCall): object {
  const { cloud, args, bot } = call;
  const channel = visibleChannel(call);
  const message = channel.find(args.required('timestamp', 'no_item_specified'));
  const name = args.required('name', 'invalid_name').replaceAll(':', '');
  if (message === undefined) throw new SlackError('message_not_found');
  if (!channel.members.has(bot.botUserId)) throw new SlackError('not_in_channel');
  const known = message.reactions ?? [];
  const same = known.find((reaction) => reaction.name === name);
  if (same?.users.includes(bot.botUserId)) throw new SlackError('already_reacted');
  const users = [...(same?.users ?? []), bot.botUserId];
  const reactions = [...known.filter((reaction) => reaction !== same), { name, count: users.length, users }];
  channel.replace({ ...message, reactions });
  cloud.trace.emit({ kind: 'change', type: 'reaction', channel: channel.id, ts: message.ts });
  return {};
}

/** Shown until the app answers, clears it, or it is too old. */
function setStatus(call: BotCall): object {
  const { cloud, args } = call;
  const channel = visibleChannel(call, 'channel_id');
  const thread = args.required('thread_ts');
  const status = args.text('status') ?? '';
  const shown = { text: status };
  if (status === '') channel.statuses.delete(thread);
  else channel.statuses.set(thread, shown);
  cloud.trace.emit({ kind: 'change', type: 'status', channel: channel.id, ts: thread });
  if (status === '') return {};
  cloud.timers.after(cloud.knobs.statusTtlMs, () => {
    if (channel.statuses.get(thread) !== shown) return;
    channel.statuses.delete(thread);
    cloud.trace.emit({ kind: 'change', type: 'status', channel: channel.id, ts: thread });
  });
  return {};
}
