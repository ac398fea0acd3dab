import { type Address, address } from '@trunkline/core';
import { type ZodType, z } from 'zod';
import { check } from '../requests/check.ts';
import { customerIdSchema } from '../requests/text-rules.ts';

const DEFAULT_TTL_S = 3_600;
const MAX_TTL_S = 86_400;
const TTL_RANGE = { error: `must be a whole number of seconds from 1 to ${MAX_TTL_S}` };

interface TokenBody {
  readonly customer: { readonly id: string };
  readonly ttlS?: number;
}

export const tokenBody: ZodType<TokenBody> = z.strictObject({
  customer: z.strictObject({ id: customerIdSchema }),
  ttlS: z.exactOptional(
    z
      .int(TTL_RANGE)
      .min(1, TTL_RANGE)
      .max(MAX_TTL_S, TTL_RANGE)
      .describe(`For how many seconds it opens. ${DEFAULT_TTL_S} if absent.`),
  ),
});

/** What `POST /tokens` carries. Throws 400. */
export function parseTokenRequest(body: unknown): { readonly customer: Address; readonly ttlS: number } {
  const { customer, ttlS } = check(tokenBody, body);
  return { customer: address(customer.id), ttlS: ttlS ?? DEFAULT_TTL_S };
}
