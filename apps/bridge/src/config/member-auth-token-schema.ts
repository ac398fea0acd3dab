import { z } from 'zod';
import type { MemberAuthTokenConfig } from './config.ts';
import { wait } from './duration.ts';
import { text, webAddress } from './plain-text.ts';

const DEFAULT_TIMEOUT_MS = 5_000;

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is not the name of an HTTP header');
const headerValue = z
  .string()
  .regex(/^[\t\x20-\x7e]*$/, 'must be visible ASCII on one line, as the value of an HTTP header is');

const written = z
  .strictObject({
    command: z
      .array(text)
      .min(1, 'must name a program, with its arguments behind it')
      .optional()
      .describe('A program and its arguments: gets the customer as JSON on stdin and prints the token.'),
    url: webAddress
      .regex(/^[^/?#]*\/\/[^/?#@]*([/?#]|$)/, 'must not hold a user or a password; headers can')
      .optional()
      .describe('Gets the customer as JSON by POST and answers the token, as text or as {"token": "…"}.'),
    headers: z.record(headerName, headerValue).optional().describe('Sent to the URL.'),
    timeout: wait.optional().describe('For one token. Default 5s.'),
  })
  .superRefine(({ command, url, headers }, context) => {
    const wrong = (message: string, key?: string) =>
      void context.addIssue({ code: 'custom', message, path: key === undefined ? [] : [key] });
    if (command === undefined && url === undefined) wrong('either command or url is needed');
    if (command !== undefined && url !== undefined) wrong('command and url exclude each other; keep one', 'url');
    if (command !== undefined && headers !== undefined) wrong('only a url gets headers', 'headers');
  });

/** Where the token of an authenticated deployment comes from. */
export const memberAuthToken: z.ZodType<MemberAuthTokenConfig> = written
  .transform(
    ({ command, url, headers, timeout = DEFAULT_TIMEOUT_MS }): MemberAuthTokenConfig =>
      command === undefined
        ? { from: 'url', url: url ?? '', headers: headers ?? {}, timeoutMs: timeout }
        : { from: 'command', command, timeoutMs: timeout },
  )
  .meta({
    description: 'For deployments that require authentication: where the token of a customer comes from.',
    oneOf: [{ required: ['command'], not: { required: ['headers'] } }, { required: ['url'] }],
  });
