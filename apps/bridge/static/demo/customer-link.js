import { ClientError, connectCustomer } from '/client/index.js';
import { post } from './api.js';
import { createHurriedWait } from './hurried-wait.js';

/**
 * One connection of a customer with the bridge, by the client of the HTTP channel. `on` hears what the client tells, and
 * each attempt to send a message: `attempt(clientId)`, `answer(clientId, status)`; status 0 is no answer.
 */
export function openLink({ url, persona, after, path, on }) {
  const { wait, hurry } = createHurriedWait();
  const client = connectCustomer({
    url,
    // The attribute shows up at the agents’ desk and tells this page whose chat it is.
    customer: { ...persona, attributes: { customer: persona.id } },
    after,
    token,
    onEvent: on.event,
    onReset: on.reset,
    onState: on.state,
    onError: (error) => (error instanceof ClientError ? on.refused(error.message) : reportError(error)),
    runtime: { fetch: watchedFetch, wait },
  });

  /** The page’s own server knows who is there and keeps the API key. */
  async function token() {
    const { status, answer } = await post('/customer/token', { id: persona.id });
    if (status !== 200) throw new Error(`no token: ${status}`);
    return answer.token;
  }

  async function watchedFetch(input, init) {
    if (!input.endsWith('/messages') || init.method !== 'POST') return fetch(input, init);
    const { id } = JSON.parse(init.body);
    on.attempt(id);
    try {
      const response = await fetch(input, init);
      on.answer(id, response.status);
      return response;
    } catch (error) {
      on.answer(id, 0);
      throw error;
    }
  }

  // The supervisor tells that the bridge is back, the browser that the network is.
  const stop = path.onEvent(({ step }) => step === 'bridge.ready' && hurry());
  addEventListener('online', hurry);
  return {
    send: (text) => client.send(text),
    typing: () => client.typing(),
    end: () => client.end(),
    close() {
      stop();
      removeEventListener('online', hurry);
      client.close();
    },
  };
}
