import { z } from 'zod';
import { ControlError } from './control-error.ts';

/** What a shape makes of a body; no body is an empty one. Throws a ControlError that says what is wrong. */
export function parseBody<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body ?? {});
  if (!parsed.success) throw new ControlError(400, z.prettifyError(parsed.error));
  return parsed.data;
}
