import { parseCustomer } from './customer-body.ts';
import { type Endpoint, jsonReply } from './endpoint.ts';
import { RequestProblem } from './problem.ts';
import { readJson } from './read-json.ts';

/** `POST /end`: 202 once it is durable that the customer wants to end. */
export const postEnd: Endpoint = async ({ request, context }) => {
  const customer = parseCustomer(await readJson(request));
  if (!(await context.receiveEnd(customer)))
    throw new RequestProblem(404, 'This customer has no open conversation, so there is nothing to end.');
  return jsonReply(202, { customer: { id: customer } });
};
