import { z } from 'zod';
import { milliseconds } from '../../milliseconds.ts';

/** What Web API calls may do and what they answer. */
export interface SlackApiKnobs {
  /** Whether a token without a method's scope meets `missing_scope`. */
  scopesEnforced: boolean;
  /** A name or picture of its own without `chat:write.customize`: refused, or passed over. */
  customizeWithoutScope: 'reject' | 'ignore';
  /** Messages under a name of their own are of subtype `bot_message`. */
  customizedSubtype: boolean;
  /** Slack adds `blocks` to texts without them, so that what comes back differs from what was sent. */
  addBlocks: boolean;
  /** Of more than 40,000 characters. */
  overlongText: 'truncate' | 'reject';
  /** Longest text of an update; 0 for no limit. */
  updateMaxChars: number;
  /** A reply to a thread that is not there: posted all the same, or refused. */
  unknownThread: 'post' | 'reject';
  /** Messages per second and channel; 0 for no limit. */
  postsPerSecond: number;
  /** How many may come at once before that rate is enforced. */
  postBurst: number;
  /** Calls of conversations.history and .replies per minute and method; 0 for no limit, 1 outside the Marketplace. */
  historyPerMinute: number;
  /** Most messages of one page; 15 outside the Marketplace. */
  historyMaxItems: number;
  /** The parent is on every page of conversations.replies, whatever the bounds. */
  repliesParentAlways: boolean;
  /** How long a trigger_id opens views. */
  triggerTtlMs: number;
  /** What an old trigger_id meets. */
  expiredTriggerError: 'expired_trigger_id' | 'trigger_expired';
  /** How long a response_url lives. */
  responseUrlTtlMs: number;
  responseUrlUses: number;
  /** How long a status of assistant.threads.setStatus is shown. */
  statusTtlMs: number;
  /** A file that one may not see: a page to log in with 200, or 403. */
  deniedFile: 'loginPage' | 'forbidden';
  /** What the token of an app that was uninstalled meets. */
  uninstalledError: 'account_inactive' | 'token_revoked';
  /** The team (id or domain) that an install is for without anybody being asked; empty: a page asks. */
  autoInstall: string;
  /** Tokens expire and are refreshed. */
  tokenRotation: boolean;
  tokenTtlS: number;
}

export const defaultSlackApiKnobs: Readonly<SlackApiKnobs> = {
  scopesEnforced: true,
  customizeWithoutScope: 'reject',
  customizedSubtype: true,
  addBlocks: true,
  overlongText: 'truncate',
  updateMaxChars: 4_000,
  unknownThread: 'post',
  postsPerSecond: 1,
  postBurst: 5,
  historyPerMinute: 0,
  historyMaxItems: 1_000,
  repliesParentAlways: true,
  triggerTtlMs: 3_000,
  expiredTriggerError: 'expired_trigger_id',
  responseUrlTtlMs: 1_800_000,
  responseUrlUses: 5,
  statusTtlMs: 120_000,
  deniedFile: 'loginPage',
  uninstalledError: 'account_inactive',
  autoInstall: '',
  tokenRotation: false,
  tokenTtlS: 43_200,
};

const count = z.int().min(0);

export const slackApiKnobShapes: { readonly [K in keyof SlackApiKnobs]: z.ZodType<SlackApiKnobs[K]> } = {
  scopesEnforced: z.boolean(),
  customizeWithoutScope: z.enum(['reject', 'ignore']),
  customizedSubtype: z.boolean(),
  addBlocks: z.boolean(),
  overlongText: z.enum(['truncate', 'reject']),
  updateMaxChars: count,
  unknownThread: z.enum(['post', 'reject']),
  postsPerSecond: z.number().min(0),
  postBurst: z.int().min(1),
  historyPerMinute: count,
  historyMaxItems: z.int().min(1),
  repliesParentAlways: z.boolean(),
  triggerTtlMs: milliseconds,
  expiredTriggerError: z.enum(['expired_trigger_id', 'trigger_expired']),
  responseUrlTtlMs: milliseconds,
  responseUrlUses: count,
  statusTtlMs: milliseconds,
  deniedFile: z.enum(['loginPage', 'forbidden']),
  uninstalledError: z.enum(['account_inactive', 'token_revoked']),
  autoInstall: z.string(),
  tokenRotation: z.boolean(),
  tokenTtlS: z.int().min(1),
};
