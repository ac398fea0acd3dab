import { TrunklineError } from '@trunkline/core';
import type { ZodType } from 'zod';

/** What Slack has sent, by the shape that it is known to have. */
export function understand<T>(shape: ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new TrunklineError('slack.not-understood', `Slack sent something of another shape than is known: ${where}`);
}
