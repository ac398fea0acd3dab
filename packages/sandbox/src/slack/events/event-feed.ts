import { newId } from '../id.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import type { Channel, ChannelKind } from '../workspace/channel.ts';
import type { Message } from '../workspace/message.ts';
import { fileInEvent } from '../workspace/stored-file.ts';
import type { Team } from '../workspace/team.ts';

/** What each kind of place is called where. */
export const kindNames: Readonly<Record<ChannelKind, { readonly scope: string; readonly event: string }>> = {
  channel: { scope: 'channels', event: 'message.channels' },
  group: { scope: 'groups', event: 'message.groups' },
  im: { scope: 'im', event: 'message.im' },
  mpim: { scope: 'mpim', event: 'message.mpim' },
};

/** A new message, or what became of one: the app hears of it where its bot is. */
export function tellOfMessage(cloud: SlackCloud, channel: Channel, event: Message): void {
  cloud.trace.emit({ kind: 'change', type: event.subtype ?? 'message', channel: channel.id, ts: event.ts });
  const team = cloud.teams.get(channel.teamId);
  const bot = team?.installation;
  if (team === undefined || bot === undefined || !channel.members.has(bot.botUserId)) return;
  const isOwn = [event, event.message, event.previous_message].some((one) => one?.bot_id === bot.botId);
  if (isOwn && !cloud.knobs.ownMessageEvents) return;
  const { scope, event: name } = kindNames[channel.kind];
  const facts = {
    channel: channel.id,
    channel_type: channel.kind,
    event_ts: event.ts,
    ...(event.files && { files: event.files.map((file) => eventFile(cloud, team, file.id) ?? file) }),
  };
  const shown = bot.scopes.includes('metadata.message:read') ? event : withoutIts(event);
  const hears = cloud.app.botEvents.includes(name) && bot.scopes.includes(`${scope}:history`);
  const mentioned = !isOwn && isMention(channel, event, bot.botUserId) && bot.scopes.includes('app_mentions:read');
  if (hears && (!mentioned || cloud.knobs.mentionAlsoMessage)) tellEvent(cloud, team, { ...shown, ...facts });
  if (!mentioned || !cloud.app.botEvents.includes('app_mention')) return;
  tellEvent(cloud, team, { ...shown, type: 'app_mention', channel: channel.id, event_ts: event.ts });
}

/** Anything else that an app hears of, if it subscribed to it. */
export function tellIfSubscribed(cloud: SlackCloud, team: Team, event: EventBody): void {
  if (cloud.app.botEvents.includes(event.type)) tellEvent(cloud, team, event);
}

/** In its envelope, whose `event_id` is the same in each attempt. */
function eventEnvelope(cloud: SlackCloud, team: Team, event: object): Readonly<Record<string, unknown>> {
  return {
    token: cloud.app.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: cloud.app.id,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(cloud.now() / 1_000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: team.installation?.botUserId ?? null,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${newId('')}`,
  };
}

type EventBody = Readonly<Record<string, unknown>> & { readonly type: string };

function tellEvent(cloud: SlackCloud, team: Team, event: EventBody): void {
  const channel = typeof event['channel'] === 'string' ? event['channel'] : undefined;
  const payload = eventEnvelope(cloud, team, event);
  const delivery = { kind: 'events_api', teamId: team.id, type: event.type, channel, payload } as const;
  cloud.afterAnswer(() => void cloud.dispatcher.send(delivery));
}

function isMention(channel: Channel, { subtype, text }: Message, botUserId: string): boolean {
  if (subtype !== undefined && subtype !== 'file_share' && subtype !== 'thread_broadcast') return false;
  return channel.kind !== 'im' && text.includes(`<@${botUserId}>`);
}

function eventFile(cloud: SlackCloud, team: Team, fileId: string): ReturnType<typeof fileInEvent> | undefined {
  const file = team.files.get(fileId);
  return file && fileInEvent(file, cloud.baseUrl);
}

/** Metadata is for apps that asked for it; also that of a message within. */
function withoutIts(event: Message): Message {
  const { metadata: _, ...rest } = event;
  return rest.message === undefined ? rest : { ...rest, message: withoutIts(rest.message) };
}
