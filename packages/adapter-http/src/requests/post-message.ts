import { admitTo, type Endpoint, jsonReply } from './endpoint.ts';
import { parseMessage } from './message-body.ts';
import { readJson } from './read-json.ts';

/** `POST /messages`: 202 once the message is durable. */
export const postMessage: Endpoint = async (call) => {
  const message = parseMessage(await readJson(call.request));
  admitTo(message.address, call);
  const { conversationId, messageId, duplicate } = await call.context.receive(message);
  return jsonReply(202, { conversationId, messageId, duplicate });
};
