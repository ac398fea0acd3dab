import { z } from 'zod';
import type { NoAgentConfig, RoutingConfig } from './config.ts';
import { wait } from './duration.ts';
import { text } from './plain-text.ts';

const noAgentAfter: z.ZodType<NoAgentConfig, string | { after: string; leave?: boolean | undefined }> = z.union([
  wait.transform((afterMs) => ({ afterMs, leave: false })),
  z
    .strictObject({
      after: wait,
      leave: z.boolean().optional().describe('Tell the customer that nobody is available and leave. Default false.'),
    })
    .transform(({ after, leave }) => ({ afterMs: after, leave: leave ?? false })),
]);

/** Where new conversations go, and what happens if nobody takes them. */
export const routing: z.ZodType<RoutingConfig> = z.strictObject({
  queue: text.describe('Queue name or id.'),
  skills: z.array(text).optional(),
  language: text.optional(),
  priority: z.int().optional(),
  noAgentAfter: noAgentAfter
    .optional()
    .describe(
      'When no agent has come for that long, the customer gets the text noAgent, once: 5m or { after, leave }.',
    ),
});
