import type { z } from 'zod';

/** What the shape makes of it. Throws what the server answers 400 to. */
export function parseBody<T>(shape: z.ZodType<T>, body: unknown): T {
  const { success, data } = shape.safeParse(body);
  if (success) return data;
  throw Object.assign(new Error('not understood'), { statusCode: 400 });
}
