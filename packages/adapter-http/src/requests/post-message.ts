import { type Endpoint, jsonReply } from './endpoint.ts';
import { parseMessage } from './message-body.ts';
import { readJson } from './read-json.ts';

/** `POST /messages`: 202 once the message is durable. */
export const postMessage: Endpoint = async ({ request, context }) => {
  const message = parseMessage(await readJson(request));
  const { conversationId, messageId, duplicate } = await context.receive(message);
  return jsonReply(202, { conversationId, messageId, duplicate });
};
