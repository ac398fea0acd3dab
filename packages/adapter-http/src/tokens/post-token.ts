import { type Endpoint, jsonReply } from '../requests/endpoint.ts';
import { readJson } from '../requests/read-json.ts';
import { parseTokenRequest } from './token-body.ts';

/** `POST /tokens`: a customer token for a browser. Nothing is kept of it. */
export const postToken: Endpoint = async ({ request, tokens, limits }) => {
  const { customer, ttlS } = parseTokenRequest(await readJson(request));
  limits.ofCustomer(customer);
  const { token, expiresAt } = tokens.mint(customer, ttlS);
  return jsonReply(200, { token, expiresAt: new Date(expiresAt).toISOString() });
};
