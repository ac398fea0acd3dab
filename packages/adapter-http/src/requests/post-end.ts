import { parseCustomer } from './customer-body.ts';
import { admitTo, type Endpoint, jsonReply } from './endpoint.ts';
import { RequestProblem } from './problem.ts';
import { readJson } from './read-json.ts';

/** `POST /end`: 202 once it is durable that the customer wants to end. */
export const postEnd: Endpoint = async (call) => {
  const customer = parseCustomer(await readJson(call.request));
  admitTo(customer, call);
  if (!(await call.context.receiveEnd(customer)))
    throw new RequestProblem(404, 'This customer has no open conversation, so there is nothing to end.');
  return jsonReply(202, { customer: { id: customer } });
};
