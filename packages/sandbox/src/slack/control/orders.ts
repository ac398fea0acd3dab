import { z } from 'zod';

/** People and workspaces are named by id or handle, channels by id or name. */
const who = { user: z.string().min(1), team: z.string().min(1).optional() };
const place = { ...who, channel: z.string().min(1) };
const flag = z.boolean().optional();
const ts = z.string().regex(/^\d+\.\d{6}$/);

export const sayShape = z.strictObject({
  ...place,
  text: z.string().min(1),
  threadTs: ts.optional(),
  broadcast: flag,
  me: flag,
  raw: flag,
});
export type SayOrder = z.output<typeof sayShape>;

export const editShape = z.strictObject({ ...place, ts, text: z.string().min(1), raw: flag });
export type EditOrder = z.output<typeof editShape>;

export const messageShape = z.strictObject({ ...place, ts });
export type MessageOrder = z.output<typeof messageShape>;

export const uploadShape = z.strictObject({
  ...place,
  name: z.string().min(1),
  content: z.string(),
  base64: flag,
  mimetype: z.string().optional(),
  text: z.string().optional(),
  threadTs: ts.optional(),
  external: flag,
});
export type UploadOrder = z.output<typeof uploadShape>;

export const commandShape = z.strictObject({
  ...place,
  command: z.string().regex(/^\/\S+$/),
  text: z.string().optional(),
});
export type CommandOrder = z.output<typeof commandShape>;

export const shortcutShape = z.strictObject({
  ...who,
  callbackId: z.string().min(1),
  channel: z.string().min(1).optional(),
  ts: ts.optional(),
});
export type ShortcutOrder = z.output<typeof shortcutShape>;

export const clickShape = z.strictObject({
  ...who,
  actionId: z.string().min(1),
  blockId: z.string().min(1).optional(),
  value: z.string().optional(),
  channel: z.string().min(1).optional(),
  ts: ts.optional(),
  viewId: z.string().min(1).optional(),
});
export type ClickOrder = z.output<typeof clickShape>;

export const placeShape = z.strictObject({ ...place, app: flag });
export type PlaceOrder = z.output<typeof placeShape>;

export const submitShape = z.strictObject({
  viewId: z.string().min(1),
  values: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

export const directShape = z.strictObject({ ...who, with: z.array(z.string().min(1)).min(1).optional() });
