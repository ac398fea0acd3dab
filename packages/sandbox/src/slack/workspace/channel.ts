import type { Message } from './message.ts';
import { isReply } from './message.ts';

export type ChannelKind = 'channel' | 'group' | 'im' | 'mpim';

/** What only one person sees. */
export interface EphemeralMessage {
  readonly user: string;
  readonly message: Message;
}

/** What a channel is when it is made. */
export interface ChannelOrigin {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly members: readonly string[];
  readonly created: number;
}

/** A place where people write: public, private, between two, or between a few. */
export class Channel {
  /** Changes when a channel is made over, which `channel_id_changed` tells. */
  id: string;
  readonly teamId: string;
  name: string;
  readonly kind: ChannelKind;
  readonly members: Set<string>;
  readonly created: number;
  archived = false;
  /** In order of `ts`. */
  messages: readonly Message[] = [];
  ephemerals: readonly EphemeralMessage[] = [];
  /** Of assistant.threads.setStatus, by thread. */
  readonly statuses: Map<string, { readonly text: string }> = new Map();
  #lastMicros = 0;

  constructor(origin: ChannelOrigin) {
    this.id = origin.id;
    this.teamId = origin.teamId;
    this.name = origin.name;
    this.kind = origin.kind;
    this.members = new Set(origin.members);
    this.created = Math.floor(origin.created / 1_000);
  }

  /** Never the same twice, and always later than the one before. */
  nextTs(nowMs: number): string {
    this.#lastMicros = Math.max(nowMs * 1_000, this.#lastMicros + 1);
    const seconds = Math.floor(this.#lastMicros / 1_000_000);
    return `${seconds}.${String(this.#lastMicros % 1_000_000).padStart(6, '0')}`;
  }

  find(ts: string): Message | undefined {
    return this.messages.find((message) => message.ts === ts);
  }

  add(message: Message): void {
    this.messages = [...this.messages, message];
  }

  replace(message: Message): void {
    this.messages = this.messages.map((one) => (one.ts === message.ts ? message : one));
  }

  remove(ts: string): void {
    this.messages = this.messages.filter((message) => message.ts !== ts);
  }

  /** Oldest first. */
  repliesTo(threadTs: string): readonly Message[] {
    return this.messages.filter((message) => message.thread_ts === threadTs && isReply(message));
  }

  /** A message with what its replies make of it. */
  withReplies(message: Message): Message {
    const replies = isReply(message) ? [] : this.repliesTo(message.ts);
    const users = [...new Set(replies.map((reply) => reply.user ?? reply.bot_id ?? ''))];
    if (replies.length === 0) return message;
    return {
      ...message,
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users_count: users.length,
      latest_reply: replies.at(-1)?.ts,
      reply_users: users,
      is_locked: false,
      subscribed: false,
    };
  }
}

/** What conversations.info says; `self` is whose view it is. */
export function channelObject(channel: Channel, self: string): object {
  const { kind } = channel;
  const facts = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_im: kind === 'im',
    is_org_shared: false,
    context_team_id: channel.teamId,
    updated: channel.created * 1_000,
  };
  if (kind === 'im') {
    return { ...facts, user: [...channel.members].find((member) => member !== self), is_user_deleted: false };
  }
  return {
    ...facts,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: kind === 'channel',
    is_group: kind === 'group',
    is_mpim: kind === 'mpim',
    is_private: kind !== 'channel',
    is_general: channel.name === 'general',
    is_shared: false,
    is_ext_shared: false,
    is_member: channel.members.has(self),
    creator: [...channel.members][0],
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    num_members: channel.members.size,
  };
}
