import { z } from 'zod';

/** A message as Slack tells of it, in events and in histories; what else it holds is passed over. */
export interface SlackMessage {
  readonly ts: string;
  readonly user?: string | undefined;
  readonly text?: string | undefined;
  readonly subtype?: string | undefined;
  readonly bot_id?: string | undefined;
  readonly thread_ts?: string | undefined;
  readonly parent_user_id?: string | undefined;
  /** Of a thread's root, in histories. */
  readonly latest_reply?: string | undefined;
  readonly files?: readonly unknown[] | undefined;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
  readonly metadata?: { readonly event_type?: string | undefined } | undefined;
  readonly edited?: { readonly ts?: string | undefined } | undefined;
  readonly client_msg_id?: string | undefined;
}

/** The event `message` or `app_mention`. */
export interface MessageEvent extends SlackMessage {
  readonly channel: string;
  readonly channel_type?: string | undefined;
  readonly hidden?: boolean | undefined;
  readonly deleted_ts?: string | undefined;
  readonly message?: SlackMessage | undefined;
  readonly previous_message?: SlackMessage | undefined;
}

const ts = z.string().regex(/^\d{1,12}\.\d{6}$/);

const fields = {
  ts,
  user: z.string().optional(),
  text: z.string().optional(),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
  thread_ts: ts.optional(),
  parent_user_id: z.string().optional(),
  latest_reply: z.string().optional(),
  files: z.array(z.unknown()).optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  metadata: z.object({ event_type: z.string().optional() }).optional(),
  edited: z.object({ ts: z.string().optional() }).optional(),
  client_msg_id: z.string().optional(),
};

const message = z.object(fields);

const event = z.object({
  ...fields,
  channel: z.string().regex(/^[A-Z0-9]{1,40}$/),
  channel_type: z.string().optional(),
  hidden: z.boolean().optional(),
  deleted_ts: ts.optional(),
  message: message.optional(),
  previous_message: message.optional(),
});

/** Null: nothing that can be understood as a message. */
export function asMessage(value: unknown): SlackMessage | null {
  return message.safeParse(value).data ?? null;
}

/** Null: nothing that can be understood as the event of a message. */
export function asMessageEvent(value: unknown): MessageEvent | null {
  return event.safeParse(value).data ?? null;
}
