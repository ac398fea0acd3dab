import { parseCustomer } from './customer-body.ts';
import { admitTo, type Endpoint } from './endpoint.ts';
import { readJson } from './read-json.ts';

/** `POST /typing`: best effort, so there is nothing to tell. */
export const postTyping: Endpoint = async (call) => {
  const customer = parseCustomer(await readJson(call.request));
  admitTo(customer, call);
  call.context.receiveTyping(customer);
  return { status: 204 };
};
