import { z } from 'zod';

/** Something in Slack's menus that calls the app. */
export interface ShortcutPlan {
  /** `message` is in the menu of each message, `global` in everybody's. */
  readonly type: 'message' | 'global';
  readonly name: string;
  readonly callbackId: string;
}

export const shortcutPlanShape: z.ZodType<ShortcutPlan> = z.strictObject({
  type: z.enum(['message', 'global']),
  name: z.string().min(1),
  callbackId: z.string().min(1),
});

/** The one app that this sandbox is about, as it is configured at Slack. */
export interface SlackApp {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  /** The deprecated one of each payload. */
  readonly verificationToken: string;
  readonly appToken: string;
  readonly scopes: readonly string[];
  /** Of the events that it subscribed to. */
  readonly botEvents: readonly string[];
  readonly shortcuts: readonly ShortcutPlan[];
  /** Text of commands has `<@U…>` for names. */
  readonly escapeCommands: boolean;
  /** Where events go. */
  mode: 'socket' | 'http';
  eventsUrl: string | undefined;
  /** Socket Mode was switched off: `link_disabled`. */
  socketModeOff: boolean;
}

export const defaultScopes: readonly string[] = [
  ...['app_mentions:read', 'channels:history', 'groups:history', 'im:history', 'mpim:history', 'channels:read'],
  ...['groups:read', 'im:read', 'im:write', 'mpim:read', 'mpim:write', 'channels:join', 'chat:write'],
  ...['chat:write.customize', 'users:read', 'users:read.email', 'files:read', 'files:write', 'commands'],
  ...['reactions:write', 'metadata.message:read'],
];

export const defaultBotEvents: readonly string[] = [
  ...['message.channels', 'message.groups', 'message.im', 'message.mpim', 'app_mention'],
  ...['app_uninstalled', 'tokens_revoked', 'channel_id_changed'],
];

export const defaultShortcuts: readonly ShortcutPlan[] = [
  { type: 'message', name: 'Talk to an agent', callbackId: 'ask_agent' },
  { type: 'global', name: 'Talk to an agent', callbackId: 'ask_agent' },
];
