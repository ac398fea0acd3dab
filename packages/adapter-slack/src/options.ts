import { type ZodType, z } from 'zod';
import { type OwnTexts, ownTexts } from './own-texts.ts';

export interface SlackOptions {
  /** `socket`: Slack is asked over sockets that the bridge opens; `http`: it posts to `/events`. */
  readonly mode: 'socket' | 'http';
  /** `xoxb-…` of the one workspace that is served. */
  readonly botToken?: string | undefined;
  /** Instead of a token: many workspaces, each installed at `/install`. */
  readonly oauth?: OAuthOptions | undefined;
  /** `xapp-…` with `connections:write`, for sockets. */
  readonly appToken?: string | undefined;
  /** Verifies what is posted; a list while rotating: each is believed. */
  readonly signingSecret?: string | readonly string[] | undefined;
  /** Another endpoint of the Web API, with the path that its methods stand below. */
  readonly apiUrl?: string | undefined;
  /** The slash command, as the app's manifest names it. Default `/agent`. */
  readonly command?: string | undefined;
  /** Ids. Absent: all. */
  readonly allow?: AllowOptions | undefined;
  /** More than one: whoever starts is asked which. */
  readonly queues?: readonly QueueOption[] | undefined;
  /** Lines that begin with it stay among colleagues; null: none do. Default `//`. */
  readonly internalPrefix?: string | null | undefined;
  /** How many earlier messages of a thread the agent is handed. Default 20. */
  readonly contextMessages?: number | undefined;
  /** What people in Slack read, where it is to be said otherwise; as in `texts.ts`. */
  readonly slackTexts?: OwnTexts | undefined;
  /** Signs links to files; a list while rotating. Default: derived from the secrets that are there. */
  readonly linkSecret?: string | readonly string[] | undefined;
}

export interface OAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  /** Encrypts the workspaces' tokens; a list while rotating: the first encrypts, each decrypts. Default: the state secret. */
  readonly encryptionKey?: string | readonly string[] | undefined;
  /** Which workspaces may install it, by id. Default: all. */
  readonly teams?: readonly string[] | undefined;
  /** Where a browser is sent to install. Default Slack's; another one for tests. */
  readonly authorizeUrl?: string | undefined;
}

interface AllowOptions {
  readonly channels?: readonly string[] | undefined;
  readonly users?: readonly string[] | undefined;
}

export interface QueueOption {
  /** Name or id of the queue, as in `routing`. */
  readonly queue: string;
  /** What people choose by. Default: the queue's name. */
  readonly label?: string | undefined;
}

const secret = (what: string) =>
  z.string().regex(/^[\x21-\x7e]{16,400}$/, `${what} needs 16 to 400 visible ASCII characters without spaces`);
const secrets = (what: string) => z.union([secret(what), z.array(secret(what)).min(1)]);

const token = (prefix: string, what: string, named: string = prefix) =>
  z.string().regex(new RegExp(`^${prefix}[\\x21-\\x7e]{6,400}$`), `${what} begins with \`${named}\``);

const url = z.url({ protocol: /^https?$/, error: 'needs a complete http or https URL' });

const queue = z.union([
  z
    .string()
    .min(1)
    .max(150)
    .transform((name): QueueOption => ({ queue: name })),
  z.strictObject({ queue: z.string().min(1).max(150), label: z.string().min(1).max(75).optional() }),
]);

const shape = z.strictObject({
  mode: z.enum(['socket', 'http']),
  botToken: token('xox[be][-.]', 'a bot token', 'xoxb-').optional(),
  oauth: z
    .strictObject({
      clientId: z.string().min(1),
      clientSecret: secret('the client secret'),
      stateSecret: secret('the state secret'),
      encryptionKey: secrets('the encryption key').optional(),
      teams: z.array(z.string().regex(/^[TE][A-Z0-9]{2,}$/, 'workspaces are named by id, e.g. T0123ABCD')).optional(),
      authorizeUrl: url.optional(),
    })
    .optional(),
  appToken: token('xapp-', 'an app-level token').optional(),
  signingSecret: secrets('the signing secret').optional(),
  apiUrl: url.transform((value) => (value.endsWith('/') ? value : `${value}/`)).optional(),
  command: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'a command is a slash and up to 31 lower-case letters, digits, - or _')
    .optional(),
  allow: z
    .strictObject({
      channels: z.array(z.string().regex(/^[CGD][A-Z0-9]{2,}$/, 'channels are named by id, e.g. C0123ABCD')).optional(),
      users: z.array(z.string().regex(/^[UW][A-Z0-9]{2,}$/, 'people are named by id, e.g. U0123ABCD')).optional(),
    })
    .optional(),
  queues: z.array(queue).min(1).max(100).optional(),
  internalPrefix: z.string().min(1).max(20).nullable().optional(),
  contextMessages: z.int().min(0).max(200).optional(),
  slackTexts: ownTexts.optional(),
  linkSecret: secrets('the link secret').optional(),
});

export const slackOptions: ZodType<SlackOptions> = shape.superRefine((options, context) => {
  const { mode, botToken, oauth, appToken, signingSecret } = options;
  const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (botToken === undefined && oauth === undefined)
    problem('botToken', 'a bot token is needed, or `oauth` for many workspaces');
  if (botToken !== undefined && oauth !== undefined)
    problem('oauth', 'either one workspace by `botToken` or many by `oauth`, not both');
  if (mode === 'socket' && appToken === undefined)
    problem('appToken', 'socket mode needs an app-level token (`xapp-…`) with the scope connections:write');
  if (mode === 'http' && signingSecret === undefined)
    problem('signingSecret', 'http mode needs the signing secret of the app, which proves that Slack is asking');
});

/** One or several, as a list. */
export function asList(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat();
}
