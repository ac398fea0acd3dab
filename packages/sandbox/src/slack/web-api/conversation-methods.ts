import { kindNames } from '../events/event-feed.ts';
import { SlackError } from '../slack-error.ts';
import type { Channel, ChannelKind } from '../workspace/channel.ts';
import { channelObject } from '../workspace/channel.ts';
import { joinChannel } from '../workspace/membership.ts';
import { needScope } from './admit.ts';
import type { BotCall, BotMethods } from './api-method.ts';
import { pageOf } from './page.ts';
import { openDirect, visibleChannel } from './reach.ts';

const read = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

export const conversationMethods: BotMethods = {
  'conversations.open': { scopes: ['im:write', 'mpim:write'], handle: open },
  'conversations.info': { scopes: read, handle: info },
  'conversations.members': { scopes: read, handle: members },
  'conversations.list': { scopes: read, handle: list },
  'conversations.join': { scopes: ['channels:join'], handle: join },
  'users.conversations': { scopes: read, handle: memberships },
};

function open(call: BotCall): object {
  const { args, team, bot } = call;
  if (args.has('channel')) return opened(call, visibleChannel(call), true);
  const users = args.required('users', 'users_list_not_supplied').split(',');
  if (users.some((id) => !team.people.has(id))) throw new SlackError('user_not_found');
  if (users.length > 8) throw new SlackError('too_many_users');
  needScope(call, [users.length === 1 ? 'im:write' : 'mpim:write']);
  const known = team.directChannel([bot.botUserId, ...users]) !== undefined;
  return opened(call, openDirect(call, users), known);
}

function opened({ args, bot }: BotCall, channel: Channel, known: boolean): object {
  const shown = args.flag('return_im') ? channelObject(channel, bot.botUserId) : { id: channel.id };
  return { ...(known && { no_op: true, already_open: true }), channel: shown };
}

function info(call: BotCall): object {
  const channel = readable(call);
  const { num_members: count, ...rest } = channelObject(channel, call.bot.botUserId) as { num_members?: number };
  return { channel: call.args.flag('include_num_members') ? { ...rest, num_members: count } : rest };
}

function members(call: BotCall): object {
  const page = pageOf([...readable(call).members], call.args, { standard: 100, most: 1_000 });
  return { members: page.items, response_metadata: { next_cursor: page.nextCursor } };
}

/** What callers name kinds by. */
const typeNames: Readonly<Record<ChannelKind, string>> = {
  channel: 'public_channel',
  group: 'private_channel',
  im: 'im',
  mpim: 'mpim',
};

/** Of the kinds that were asked for, without archived ones if those are not wanted. */
function isWanted({ args }: BotCall): (channel: Channel) => boolean {
  const wanted = (args.text('types') ?? 'public_channel').split(',');
  const withArchived = !args.flag('exclude_archived');
  return ({ kind, archived }) => wanted.includes(typeNames[kind]) && (withArchived || !archived);
}

/** Public ones, and others that the app is in. */
function list(call: BotCall): object {
  const { args, team, bot } = call;
  const shown = [...team.channels.values()]
    .filter(isWanted(call))
    .filter(({ kind, members }) => kind === 'channel' || members.has(bot.botUserId));
  const page = pageOf(shown, args, { standard: 100, most: 1_000 });
  const channels = page.items.map((channel) => channelObject(channel, bot.botUserId));
  return { channels, response_metadata: { next_cursor: page.nextCursor } };
}

/** Those that somebody is in, the app if nobody is named; of somebody else's only what the app can see. */
function memberships(call: BotCall): object {
  const { args, team, bot } = call;
  const types = (args.text('types') ?? 'public_channel').split(',');
  const kinds = Object.keys(typeNames) as ChannelKind[];
  for (const type of types) {
    const kind = kinds.find((one) => typeNames[one] === type);
    if (kind === undefined) throw new SlackError('invalid_types');
    needScope(call, [`${kindNames[kind].scope}:read`]);
  }
  const user = args.text('user') ?? bot.botUserId;
  if (user !== bot.botUserId && !team.people.has(user)) throw new SlackError('user_not_found');
  const shown = [...team.channels.values()]
    .filter(isWanted(call))
    .filter(({ kind, members }) => members.has(user) && (kind === 'channel' || members.has(bot.botUserId)));
  const page = pageOf(shown, args, { standard: 100, most: 999 });
  const channels = page.items.map((channel) => {
    const { is_member: _, num_members: __, ...rest } = channelObject(channel, bot.botUserId) as Record<string, unknown>;
    return rest;
  });
  return { channels, response_metadata: { next_cursor: page.nextCursor } };
}

function join(call: BotCall): object {
  const { cloud, bot } = call;
  const channel = visibleChannel(call);
  if (channel.kind !== 'channel') throw new SlackError('method_not_supported_for_channel_type');
  if (channel.archived) throw new SlackError('is_archived');
  const known = channel.members.has(bot.botUserId);
  if (!known) joinChannel(cloud, channel, { user: bot.botUserId });
  return { channel: channelObject(channel, bot.botUserId), ...(known && { warning: 'already_in_channel' }) };
}

function readable(call: BotCall): Channel {
  const channel = visibleChannel(call);
  needScope(call, [`${kindNames[channel.kind].scope}:read`]);
  return channel;
}
