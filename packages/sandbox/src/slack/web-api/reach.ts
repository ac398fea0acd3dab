import { kindNames } from '../events/event-feed.ts';
import { newId } from '../id.ts';
import { SlackError } from '../slack-error.ts';
import { Channel } from '../workspace/channel.ts';
import { needScope } from './admit.ts';
import type { BotCall } from './api-method.ts';

/** The channel that a call is about, if the app can know of it. */
export function visibleChannel(call: BotCall, name = 'channel'): Channel {
  const given = call.args.required(name, 'channel_not_found');
  const channel = call.team.channels.get(given);
  if (channel === undefined) throw new SlackError('channel_not_found');
  if (channel.kind !== 'channel' && !channel.members.has(call.bot.botUserId)) throw new SlackError('channel_not_found');
  return channel;
}

/** One that the app may read: its scopes and its place are right. */
export function readableChannel(call: BotCall): Channel {
  const channel = visibleChannel(call);
  needScope(call, [`${kindNames[channel.kind].scope}:history`]);
  if (!channel.members.has(call.bot.botUserId)) throw new SlackError('not_in_channel');
  return channel;
}

/** Where a message goes: an id, a name, or a person, whose direct messages it is then. */
export function postableChannel(call: BotCall): Channel {
  const { team, bot, args } = call;
  const given = args.required('channel', 'channel_not_found');
  const person = team.people.get(given);
  if (person !== undefined) return openDirect(call, [person.id]);
  const channel = team.channels.get(given) ?? (given.startsWith('#') ? team.channel(given) : undefined);
  if (channel === undefined) throw new SlackError('channel_not_found');
  if (channel.archived) throw new SlackError('is_archived');
  if (channel.members.has(bot.botUserId)) return channel;
  if (channel.kind !== 'channel') throw new SlackError('channel_not_found');
  if (!bot.scopes.includes('chat:write.public')) throw new SlackError('not_in_channel');
  return channel;
}

/** Direct messages of the app with these people. */
export function openDirect({ cloud, team, bot }: BotCall, people: readonly string[]): Channel {
  const members = [bot.botUserId, ...people];
  const known = team.directChannel(members);
  if (known !== undefined) return known;
  const kind = people.length === 1 ? 'im' : 'mpim';
  const name = kind === 'im' ? '' : `mpdm-${people.map((id) => team.person(id)?.name).join('--')}-1`;
  const origin = {
    id: newId(kind === 'im' ? 'D' : 'G'),
    teamId: team.id,
    name,
    kind,
    members,
    created: cloud.now(),
  } as const;
  const channel = new Channel(origin);
  team.channels.set(channel.id, channel);
  cloud.trace.emit({ kind: 'change', type: 'channel_created', channel: channel.id });
  return channel;
}
