import { type Address, address } from '@trunkline/core';
import { RequestProblem } from './problem.ts';
import { customerIdSchema } from './text-rules.ts';

/** A customer's id as it stands in a path. Throws 400. */
export function customerInPath(segment: string): Address {
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch {
    throw badParameter('id', 'is not valid percent-encoded UTF-8; use encodeURIComponent');
  }
  const result = customerIdSchema.safeParse(decoded);
  if (!result.success) throw badParameter('id', result.error.issues.map(({ message }) => message).join('; '));
  return address(result.data);
}

/** An event's number as a client gives it back. Throws 400. */
export function eventNumber(name: string, value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw badParameter(name, 'must be the number of an event, 0 for the beginning');
  return Number(value);
}

function badParameter(parameter: string, detail: string): RequestProblem {
  return new RequestProblem(400, 'A parameter of the URL or a header cannot be used; `errors` names it.', {
    errors: [{ parameter, detail }],
  });
}
