import { parseCustomer } from './customer-body.ts';
import type { Endpoint } from './endpoint.ts';
import { readJson } from './read-json.ts';

/** `POST /typing`: best effort, so there is nothing to tell. */
export const postTyping: Endpoint = async ({ request, context }) => {
  context.receiveTyping(parseCustomer(await readJson(request)));
  return { status: 204 };
};
