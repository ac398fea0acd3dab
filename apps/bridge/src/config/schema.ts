import { z } from 'zod';
import type { BridgeConfig } from './config.ts';
import { DURATION_PATTERN, durationMs, retained } from './duration.ts';
import { encryptionKey } from './encryption-key-schema.ts';
import { guestChat } from './guest-chat-schema.ts';
import { baseAddress, text } from './plain-text.ts';
import { routing } from './routing-schema.ts';
import { systemTexts } from './system-texts-schema.ts';

export const CHANNEL_NAME_PATTERN: RegExp = /^[a-z0-9][a-z0-9-]{0,62}$/;

export const DEFAULT_STORE_URL = 'sqlite:./trunkline.db';

const portError = { error: 'must be a port number from 0 to 65535' };

const port = z
  .union(
    [
      z.int().min(0, portError).max(65_535, portError),
      z
        .string()
        .regex(/^(\d{1,4}|[0-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/, portError)
        .transform(Number),
    ],
    portError,
  )
  .describe('0 takes a free one.');

const region = text.describe('Of Genesys Cloud, by its domain, e.g. mypurecloud.com. Either this or apiUrl.');

const apiUrl = baseAddress.describe(
  'Another address of the contact centre’s API, e.g. a sandbox. Either this or region.',
);

const transport = text.describe('How the agents are reached: guest-chat. Decides about new conversations.');

const onSilence = z
  .enum(['warn', 'keepAlive', 'letEnd'])
  .describe(
    'Before a customer’s silence ends the chat: the customer is told (warn), typing is sent (keepAlive), or nothing happens (letEnd). Default: what suits the adapter.',
  );

const contactCenter = z
  .strictObject({
    transport,
    region: region.optional(),
    apiUrl: apiUrl.optional(),
    routing: routing.describe('Where new conversations go.'),
    guestChat: guestChat.optional().describe('Needed for the transport guest-chat.'),
    texts: systemTexts.optional(),
    onSilence: onSilence.optional(),
  })
  .meta({
    description: 'The agent side.',
    // What contact-center-rules.ts decides for the loader.
    oneOf: [{ required: ['region'] }, { required: ['apiUrl'] }],
    if: { properties: { transport: { const: 'guest-chat' } }, required: ['transport'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, and no promise.
    then: { required: ['guestChat'] },
  });

const maxAge = z
  .union([z.null(), z.string().regex(DURATION_PATTERN).transform(durationMs)], {
    error: 'must be a duration such as 90s, 30m, 24h or 7d, or null for never',
  })
  .optional();

const maskCardNumbers = z
  .boolean()
  .describe('Card numbers in what customers say are masked before they reach Genesys, the store or a log.');

const retention = z.union([z.null(), z.strictObject({ after: retained.describe('At least 7d.') })], {
  error: 'must be { after: 30d }, or null to keep everything',
});

/** Loose, because a built-in adapter's own options stand beside these keys; the adapter's schema is strict. */
const channel = z
  .looseObject({
    adapter: text.describe('http, sms, slack; or ./path/to/adapter.mjs (relative to this file); or a package name.'),
    transport: transport.optional(),
    region: region.optional(),
    apiUrl: apiUrl.optional(),
    routing: routing.optional(),
    guestChat: guestChat.optional(),
    texts: systemTexts.optional(),
    onSilence: onSilence.optional(),
    maxAge: z
      .strictObject({
        toAgent: maxAge.describe('Default 24h.'),
        toCustomer: maxAge.describe('Default 4h.'),
      })
      .optional()
      .describe('After what time an undelivered message expires.'),
    maskCardNumbers: maskCardNumbers.optional(),
    retention: retention.optional(),
    options: z.record(z.string(), z.unknown()).optional().describe('Options of an adapter that is not built in.'),
  })
  .describe(
    'One way in. A contactCenter key given here replaces the whole key above, of texts each text; built-in adapters take their options beside it.',
  );

const server = z
  .strictObject({
    host: text.default('127.0.0.1'),
    port: port.default(8080),
    publicUrl: baseAddress.optional().describe('Where the outside reaches the server.'),
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
      .meta({ description: 'By channel name; mounted under /channels/<name>.', minProperties: 1 }),
    store: z
      .strictObject({
        url: z
          .string()
          .regex(/^[a-z][a-z0-9+.-]*:./, { error: 'must be a URL such as sqlite:./trunkline.db' })
          .default(DEFAULT_STORE_URL),
        encryptionKey: encryptionKey.optional(),
      })
      .prefault({})
      .describe('Where everything is kept. A relative sqlite path is relative to the folder of this file.'),
    retention: retention
      .default(null)
      .describe('How long after its end a conversation is kept. Default null: for ever. A channel may say otherwise.'),
    maskCardNumbers: maskCardNumbers.default(false),
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
