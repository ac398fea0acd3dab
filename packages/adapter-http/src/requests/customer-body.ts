import { type Address, address } from '@trunkline/core';
import { type ZodType, z } from 'zod';
import { check } from './check.ts';
import { customerIdSchema } from './text-rules.ts';

interface CustomerBody {
  readonly customer: { readonly id: string };
}

export const customerBody: ZodType<CustomerBody> = z.strictObject({
  customer: z.strictObject({ id: customerIdSchema }),
});

/** What `POST /typing` and `POST /end` carry: whose it is, nothing else. Throws 400. */
export function parseCustomer(body: unknown): Address {
  return address(check(customerBody, body).customer.id);
}
