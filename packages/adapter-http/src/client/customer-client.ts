import { ClientError, createApi } from './api.ts';
import type { ClientOptions, ClientRuntime, CustomerClient } from './client-types.ts';
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.ts';
import { wait } from './wait.ts';

const TYPING_EVERY_MS = 3_000;

/** Speaks for one customer, from a browser or from Node. Begins to watch at once, and goes on over every interruption. */
export function connectCustomer(options: ClientOptions): CustomerClient {
  const { onEvent, onReset, onState, onError } = options;
  const runtime: ClientRuntime = { fetch: (...ask) => fetch(...ask), random: Math.random, wait, ...options.runtime };
  const closing = new AbortController();
  const { signal } = closing;
  const api = createApi(options, runtime, signal);
  const customer = { id: options.customer.id };
  let last = options.after ?? 0;
  let sending: Promise<unknown> = Promise.resolve();
  let isTyping = false;

  async function watch(): Promise<void> {
    for (let failures = 0; ; failures += 1) {
      onState?.('connecting');
      const response = await api.attempt(`/customers/${encodeURIComponent(customer.id)}/events?after=${last}`);
      if (response?.ok && response.body !== null) {
        onState?.('open');
        let count = 0;
        for await (const event of serverSentEvents(response.body, runtime.wait)) {
          if (event !== null) tell(event);
          count += 1;
          // The first comment comes at once; whatever follows shows that the connection is of use.
          if (count > 1) failures = 0;
        }
      }
      onState?.('waiting');
      await api.pause(failures, response);
    }
  }

  function tell({ number, type, data }: ServerSentEvent): void {
    if (number !== null && number <= last && type !== 'reset') return;
    last = number ?? last;
    try {
      if (type === 'reset') onReset?.();
      else onEvent(JSON.parse(data), number);
    } catch (error) {
      onError?.(error);
    }
  }

  /** One after the other, so that nothing overtakes. */
  function inOrder<T>(act: () => Promise<T>): Promise<T> {
    const done = sending.then(act);
    sending = done.catch(() => {});
    return done;
  }

  watch().catch((error: unknown) => {
    if (!signal.aborted) onError?.(error);
    onState?.('closed');
  });
  return {
    get lastNumber() {
      return last;
    },
    send(text, attachments) {
      const id = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
      const message = { customer: options.customer, text, id, ...(attachments && { attachments }) };
      return inOrder(async () => JSON.parse(await (await api.post('/messages', message)).text()));
    },
    typing() {
      if (isTyping || signal.aborted) return;
      isTyping = true;
      const rested = () => {
        isTyping = false;
      };
      runtime.wait(TYPING_EVERY_MS, signal).then(rested, rested);
      api.attempt('/typing', { customer }).catch(() => {});
    },
    end: () =>
      inOrder(() => api.post('/end', { customer })).then(
        () => true,
        (error) => (error instanceof ClientError && error.status === 404 ? false : Promise.reject(error)),
      ),
    close: () => closing.abort(),
  };
}
