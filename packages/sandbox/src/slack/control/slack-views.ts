import type { ShortcutPlan } from '../slack-app.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import type { Channel } from '../workspace/channel.ts';
import type { Message } from '../workspace/message.ts';
import { isReply } from '../workspace/message.ts';
import type { Person } from '../workspace/person.ts';
import type { Team } from '../workspace/team.ts';

/** The app, without its secrets. */
export interface AppView {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly mode: 'socket' | 'http';
  readonly eventsUrl: string | null;
  readonly sockets: number;
  readonly shortcuts: readonly ShortcutPlan[];
}

export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly kind: Channel['kind'];
  readonly members: readonly string[];
}

export interface TeamView {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** Null while the app is not installed. */
  readonly bot: { readonly userId: string; readonly botId: string; readonly scopes: readonly string[] } | null;
  readonly people: readonly Person[];
  readonly channels: readonly ChannelView[];
}

/** A message as the wire has it, and what only the screen shows. */
export type MessageView = Message & {
  /** Only this person sees it. */
  readonly ephemeral?: true;
  /** What assistant.threads.setStatus says of its thread. */
  readonly status?: string;
};

export function appView({ app }: SlackCloud, sockets: number): AppView {
  const { id, name, clientId, mode, eventsUrl, shortcuts } = app;
  return { id, name, clientId, mode, eventsUrl: eventsUrl ?? null, sockets, shortcuts };
}

export function channelView({ id, name, kind, members }: Channel): ChannelView {
  return { id, name, kind, members: [...members] };
}

export function teamView({ id, name, domain, installation, people, channels }: Team): TeamView {
  const { botUserId: userId, botId, scopes } = installation ?? {};
  return {
    id,
    name,
    domain,
    bot: userId === undefined || botId === undefined || scopes === undefined ? null : { userId, botId, scopes },
    people: [...people.values()],
    channels: [...channels.values()].map(channelView),
  };
}

/** Oldest first: the channel without its replies, or one thread with its parent. */
export function messagesSeenBy(person: Person, channel: Channel, threadTs?: string): readonly MessageView[] {
  const own = channel.ephemerals.filter(({ user }) => user === person.id);
  const ephemeral = own.map(({ message }): MessageView => ({ ...message, ephemeral: true }));
  const all: readonly MessageView[] = [...channel.messages.map((message) => shown(channel, message)), ...ephemeral];
  const seen = all.filter((message) => {
    if (threadTs !== undefined) return message.ts === threadTs || message.thread_ts === threadTs;
    return !isReply(message) || message.subtype === 'thread_broadcast';
  });
  return [...seen].sort((one, other) => (one.ts < other.ts ? -1 : 1));
}

function shown(channel: Channel, message: Message): MessageView {
  const status = channel.statuses.get(message.ts)?.text;
  return { ...channel.withReplies(message), ...(status !== undefined && { status }) };
}
