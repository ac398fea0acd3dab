import type { FileObject } from './stored-file.ts';

/** A block of Block Kit, or an element of one. */
export type Block = Readonly<Record<string, unknown>>;

/** Ids and short facts beside a message. */
export interface MessageMetadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

/** A message as the wire has it. */
export interface Message {
  readonly type: 'message';
  readonly subtype?: string;
  /** Seconds and microseconds; its id within the channel. */
  readonly ts: string;
  readonly user?: string;
  readonly text: string;
  readonly team?: string;
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly bot_profile?: object;
  readonly username?: string;
  readonly icons?: object;
  readonly client_msg_id?: string;
  readonly blocks?: readonly Block[];
  readonly attachments?: readonly object[];
  readonly files?: readonly FileObject[];
  readonly upload?: boolean;
  readonly thread_ts?: string;
  readonly parent_user_id?: string;
  readonly inviter?: string;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly metadata?: MessageMetadata;
  readonly reactions?: readonly { readonly name: string; readonly count: number; readonly users: readonly string[] }[];
  readonly is_ephemeral?: boolean;
  /** Of a parent, as its replies make it. */
  readonly reply_count?: number;
  readonly reply_users_count?: number;
  readonly latest_reply?: string | undefined;
  readonly reply_users?: readonly string[];
  readonly is_locked?: boolean;
  readonly subscribed?: boolean;
  /** Of an event about another message. */
  readonly hidden?: boolean;
  readonly message?: Message;
  readonly previous_message?: Message | undefined;
  readonly deleted_ts?: string;
  readonly root?: Message;
}

/** Is it an answer in a thread? A parent names itself as its thread. */
export function isReply(message: Message): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts;
}

export function withoutMetadata(message: Message): Message {
  const { metadata: _, ...rest } = message;
  return rest as Message;
}
