import { z } from 'zod';
import type { BridgeConfig } from './config.ts';
import { DURATION_PATTERN, durationMs } from './duration.ts';

export const CHANNEL_NAME_PATTERN: RegExp = /^[a-z0-9][a-z0-9-]{0,62}$/;

export const DEFAULT_STORE_URL = 'sqlite:./trunkline.db';

const text = z.string().min(1);

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
  .transform((url) => url.replace(/\/+$/, ''));

const portError = { error: 'must be a port number from 0 to 65535' };

const port = z
  .union(
    [
      z.int().min(0, portError).max(65_535, portError),
      z
        .string()
        .regex(/^\d{1,5}$/, portError)
        .transform(Number)
        .refine((number) => number <= 65_535, portError),
    ],
    portError,
  )
  .describe('0 takes a free one.');

const routing = z.strictObject({
  queue: text.describe('Queue name or id.'),
  skills: z.array(text).optional(),
  language: text.optional(),
  priority: z.int().optional(),
});

const guestChat = z.strictObject({
  organizationId: text.describe('Id of the Genesys Cloud organization.'),
  deploymentId: text.describe('Id of the widget deployment.'),
});

const region = text.describe('Of Genesys Cloud, by its domain, e.g. mypurecloud.com. Either this or apiUrl.');

const apiUrl = httpUrl.describe('Another address of the contact centre’s API, e.g. a sandbox. Either this or region.');

const transport = text.describe('How the agents are reached: guest-chat. Decides about new conversations.');

const contactCenter = z
  .strictObject({
    transport,
    region: region.optional(),
    apiUrl: apiUrl.optional(),
    routing: routing.describe('Where new conversations go.'),
    guestChat: guestChat.optional().describe('Needed for the transport guest-chat.'),
  })
  .describe('The agent side.');

const maxAge = z
  .union([z.null(), z.string().regex(DURATION_PATTERN).transform(durationMs)], {
    error: 'must be a duration such as 90s, 30m, 24h or 7d, or null for never',
  })
  .optional();

/** Loose, because a built-in adapter's own options stand beside these keys; the adapter's schema is strict. */
const channel = z
  .looseObject({
    adapter: text.describe('http, sms, slack; or ./path/to/adapter.mjs (relative to this file); or a package name.'),
    transport: transport.optional(),
    region: region.optional(),
    apiUrl: apiUrl.optional(),
    routing: routing.optional(),
    guestChat: guestChat.optional(),
    maxAge: z
      .strictObject({
        toAgent: maxAge.describe('Default 24h.'),
        toCustomer: maxAge.describe('Default 4h.'),
      })
      .optional()
      .describe('After what time an undelivered message expires.'),
    options: z.record(z.string(), z.unknown()).optional().describe('Options of an adapter that is not built in.'),
  })
  .describe(
    'One way in. A contactCenter key given here replaces the whole key above; built-in adapters take their options beside it.',
  );

const server = z
  .strictObject({
    host: text.default('127.0.0.1'),
    port: port.default(8080),
    publicUrl: httpUrl.optional().describe('Where the outside reaches the server.'),
  })
  .prefault({})
  .describe('Where channels take their webhooks.');

const admin = z
  .strictObject({ host: text.default('127.0.0.1'), port: port.default(8081) })
  .prefault({})
  .describe('Health and metrics; not for the outside.');

/** Checks everything but the adapters' own options and what only several keys together can break. */
export const configSchema: z.ZodType<BridgeConfig> = z
  .strictObject({
    contactCenter,
    channels: z
      .record(
        z.string().regex(CHANNEL_NAME_PATTERN, {
          error: 'a channel name has 1 to 63 of a-z, 0-9 and -, and does not begin with -',
        }),
        channel,
      )
      .refine((channels) => Object.keys(channels).length > 0, { error: 'must name at least one channel' })
      .describe('By channel name; mounted under /channels/<name>.'),
    store: z
      .strictObject({
        url: z
          .string()
          .regex(/^[a-z][a-z0-9+.-]*:./, { error: 'must be a URL such as sqlite:./trunkline.db' })
          .default(DEFAULT_STORE_URL),
      })
      .prefault({})
      .describe('Where everything is kept. A relative sqlite path is relative to the folder of this file.'),
    server,
    admin,
    log: z
      .strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') })
      .prefault({})
      .describe('Logs go to standard output as JSON.'),
  })
  .describe(
    `The config of the Trunkline bridge. Strings may hold \${NAME} and \${NAME:-default}; $\${ is a literal \${.`,
  );
