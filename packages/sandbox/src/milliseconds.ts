import { z } from 'zod';

/** A time span a timer can wait: setTimeout treats anything longer as 1 ms. */
export const milliseconds: z.ZodType<number> = z.int().min(0).max(2_147_483_647);
