/** What the app may do, and for what. A test holds them against the methods that the package calls. */
export const botScopes: readonly string[] = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'chat:write.customize',
  'commands',
  'files:read',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'metadata.message:read',
  'mpim:history',
  'users:read',
  'users:read.email',
];

/** What it is told of, each covered by a scope above. */
export const botEvents: readonly string[] = [
  'app_mention',
  'app_uninstalled',
  'channel_id_changed',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
  'tokens_revoked',
];
