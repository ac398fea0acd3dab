import { post } from './api.js';

const RETRY_MS = 400;

/**
 * What one customer wrote, in order. One message is on its way at a time; what got no answer is sent again under the
 * same id until it has one, which the HTTP channel recognises.
 */
export function createOutbox(customer, changed) {
  const items = [];
  let sending = false;

  async function sendAll() {
    if (sending) return;
    sending = true;
    for (let item = next(); item !== undefined; item = next()) await send(item);
    sending = false;
  }

  function next() {
    return items.find(({ state }) => state === 'sending' || state === 'retrying');
  }

  async function send(item) {
    const { status, answer } = await post('/customer/messages', { customer, text: item.text, id: item.clientId });
    item.attempts += 1;
    if (status === 202) {
      Object.assign(item, { state: 'accepted', messageId: answer.messageId, acceptedAt: Date.now() });
    } else if (status === 0 || status >= 500) {
      item.state = 'retrying';
      changed();
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      return;
    } else {
      item.state = 'failed';
    }
    changed();
  }

  return {
    items,
    say(text) {
      const clientId = crypto.randomUUID();
      items.push({ clientId, text, enteredAt: Date.now(), state: 'sending', attempts: 0, messageId: null });
      changed();
      void sendAll();
    },
    /** The stream may tell of a message before its 202 came. */
    claim(messageId, text) {
      const mine = items.find((item) => item.messageId === messageId);
      if (mine !== undefined) return mine;
      const unanswered = items.find((item) => item.messageId === null);
      if (unanswered === undefined || unanswered.text !== text) return null;
      unanswered.messageId = messageId;
      return unanswered;
    },
  };
}
