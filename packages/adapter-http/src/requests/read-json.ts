import type { ChannelRequest } from '@trunkline/core';
import { RequestProblem } from './problem.ts';

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The body as JSON. Throws 400 for another content type and for what is not UTF-8 or not JSON. */
export async function readJson(request: ChannelRequest): Promise<unknown> {
  const type = request.headers['content-type'];
  if (typeof type !== 'string' || !JSON_TYPE.test(type))
    throw new RequestProblem(400, 'Send the body as JSON, with the header `Content-Type: application/json`.');
  const bytes = await request.body();
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new RequestProblem(400, 'The body is not valid UTF-8. Encode it as UTF-8.');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestProblem(400, 'The body is not valid JSON. Send one JSON object.');
  }
}
