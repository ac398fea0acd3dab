import { TOLERANCE_MS } from './stations.js';

/** What the bridge wrote behind a message of its own: `{delivery, conversation, kind}`; undefined: it is somebody else’s. */
export function payloadOf(message) {
  return message?.metadata?.event_payload;
}

/** When the bridge began the latest conversation of this customer; null: nothing is known of it. */
export function begunAt(customerId, path) {
  return path.last(isOpening(customerId))?.ms ?? null;
}

/** The chats at the desk that are conversations of this customer: made by that person, while the bridge opened one. */
export function chatsOfThread({ customerId, userId }, chats, path) {
  const spans = path.events.filter(isOpening(customerId)).map(({ conversationId, ms }) => {
    const committed = path.first(
      (event) => event.step === 'session.committed' && event.conversationId === conversationId,
    );
    return { from: ms - TOLERANCE_MS, to: (committed?.ms ?? Number.POSITIVE_INFINITY) + TOLERANCE_MS };
  });
  return chats.filter(({ customFields, createdAt }) => {
    const at = Date.parse(createdAt);
    return customFields.slackUser === userId && spans.some(({ from, to }) => from <= at && at <= to);
  });
}

function isOpening(customerId) {
  return ({ step, facts }) => step === 'conversation.opening' && customerId !== null && facts.customerId === customerId;
}
