import { z } from 'zod';

/** People and workspaces are named by id or handle, channels by id or name. */
interface PersonOrder {
  readonly user: string;
  readonly team?: string | undefined;
}

interface ChannelOrder extends PersonOrder {
  readonly channel: string;
}

/** Something that somebody writes. */
export interface SayOrder extends ChannelOrder {
  readonly text: string;
  /** Any message of the thread. */
  readonly threadTs?: string | undefined;
  /** A reply that is sent to the channel, too. */
  readonly broadcast?: boolean | undefined;
  /** As with `/me`. */
  readonly me?: boolean | undefined;
  /** The text is mrkdwn already. */
  readonly raw?: boolean | undefined;
}

export interface MessageOrder extends ChannelOrder {
  readonly ts: string;
}

export interface EditOrder extends MessageOrder {
  readonly text: string;
  readonly raw?: boolean | undefined;
}

/** A file and the words with it. */
export interface UploadOrder extends ChannelOrder {
  readonly name: string;
  readonly content: string;
  readonly base64?: boolean | undefined;
  readonly mimetype?: string | undefined;
  readonly text?: string | undefined;
  readonly threadTs?: string | undefined;
  /** Of another organisation: events only say `check_file_info`. */
  readonly external?: boolean | undefined;
}

export interface CommandOrder extends ChannelOrder {
  /** With its `/`. */
  readonly command: string;
  readonly text?: string | undefined;
}

/** Of a message when channel and ts are given. */
export interface ShortcutOrder extends PersonOrder {
  readonly callbackId: string;
  readonly channel?: string | undefined;
  readonly ts?: string | undefined;
}

/** In a message, or with `viewId` in a modal. */
export interface ClickOrder extends PersonOrder {
  readonly actionId: string;
  readonly blockId?: string | undefined;
  /** Of a menu's option. */
  readonly value?: string | undefined;
  readonly channel?: string | undefined;
  readonly ts?: string | undefined;
  readonly viewId?: string | undefined;
}

export interface PlaceOrder extends ChannelOrder {
  /** Not the person, but the app. */
  readonly app?: boolean | undefined;
}

const text = z.string().min(1);
const flag = z.boolean().optional();
const ts = z.string().regex(/^\d+\.\d{6}$/, 'A ts, e.g. 1700000000.000100');
const who = { user: text, team: text.optional() };
const place = { ...who, channel: text };

export const sayShape: z.ZodType<SayOrder> = z.strictObject({
  ...place,
  text,
  threadTs: ts.optional(),
  broadcast: flag,
  me: flag,
  raw: flag,
});

export const messageShape: z.ZodType<MessageOrder> = z.strictObject({ ...place, ts });

export const editShape: z.ZodType<EditOrder> = z.strictObject({ ...place, ts, text, raw: flag });

export const uploadShape: z.ZodType<UploadOrder> = z.strictObject({
  ...place,
  name: text,
  content: z.string(),
  base64: flag,
  mimetype: z.string().optional(),
  text: z.string().optional(),
  threadTs: ts.optional(),
  external: flag,
});

export const commandShape: z.ZodType<CommandOrder> = z.strictObject({
  ...place,
  command: z.string().regex(/^\/\S+$/, 'A command, e.g. /agent'),
  text: z.string().optional(),
});

export const shortcutShape: z.ZodType<ShortcutOrder> = z.strictObject({
  ...who,
  callbackId: text,
  channel: text.optional(),
  ts: ts.optional(),
});

export const clickShape: z.ZodType<ClickOrder> = z.strictObject({
  ...who,
  actionId: text,
  blockId: text.optional(),
  value: z.string().optional(),
  channel: text.optional(),
  ts: ts.optional(),
  viewId: text.optional(),
});

export const placeShape: z.ZodType<PlaceOrder> = z.strictObject({ ...place, app: flag });

export const submitShape: z.ZodType<{
  readonly viewId: string;
  readonly values?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
}> = z.strictObject({
  viewId: text,
  values: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

export const directShape: z.ZodType<PersonOrder & { readonly with?: readonly string[] | undefined }> = z.strictObject({
  ...who,
  with: z.array(text).min(1).optional(),
});
