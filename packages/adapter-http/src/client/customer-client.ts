import { acceptedIn, endedIn, nothingIn, streamIn } from './answers.ts';
import { ClientError, createApi } from './api.ts';
import type { ClientOptions, ClientRuntime, CustomerClient } from './client-types.ts';
import { createListeners } from './listeners.ts';
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.ts';
import { wait } from './wait.ts';

const TYPING_EVERY_MS = 3_000;

/** Speaks for one customer, from a browser or from Node. Begins to watch at once, and goes on over every interruption. */
export function connectCustomer(options: ClientOptions): CustomerClient {
  const runtime: ClientRuntime = { fetch: (...ask) => fetch(...ask), random: Math.random, wait, ...options.runtime };
  const closing = new AbortController();
  const { signal } = closing;
  const api = createApi(options, runtime, signal);
  const tell = createListeners(options);
  const { id } = options.customer;
  const customerOnly = JSON.stringify({ customer: { id } });
  let last = options.after ?? 0;
  let sending: Promise<unknown> = Promise.resolve();
  let isTyping = false;

  async function watch(): Promise<void> {
    for (let failures = 0; ; failures += 1) {
      tell.state('connecting');
      const path = `/customers/${encodeURIComponent(id)}/events?after=${last}`;
      const attempt = await api.attempt({ path, take: streamIn });
      if (attempt.kind === 'done') {
        if (!signal.aborted) tell.state('open');
        let count = 0;
        for await (const event of serverSentEvents(attempt.value, runtime.wait, signal)) {
          if (signal.aborted) break;
          if (event !== null) hear(event);
          count += 1;
          // The first comment comes at once; whatever follows shows that the connection is of use.
          if (count > 1) failures = 0;
        }
      }
      signal.throwIfAborted();
      tell.state('waiting');
      await api.pause(failures, attempt.kind === 'done' ? 0 : attempt.askedMs);
    }
  }

  function hear({ number, type, data }: ServerSentEvent): void {
    if (number !== null && number <= last && type !== 'reset') return;
    last = number ?? last;
    if (type === 'reset') tell.reset();
    else tell.event(data, number);
  }

  /** One after the other, so that nothing overtakes. */
  function inOrder<T>(act: () => Promise<T>): Promise<T> {
    const done = sending.then(act);
    sending = done.catch(() => {});
    return done;
  }

  watch().catch((error: unknown) => {
    if (!signal.aborted) tell.error(error);
    tell.state('closed');
  });
  return {
    get lastNumber() {
      return last;
    },
    send(text, attachments) {
      const id = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
      const body = JSON.stringify({ customer: options.customer, text, id, ...(attachments && { attachments }) });
      return inOrder(() => api.post({ path: '/messages', body, take: acceptedIn }));
    },
    typing() {
      if (isTyping || signal.aborted) return;
      isTyping = true;
      const rested = () => {
        isTyping = false;
      };
      runtime.wait(TYPING_EVERY_MS, signal).then(rested, rested);
      api.attempt({ path: '/typing', body: customerOnly, take: nothingIn }).catch(() => {});
    },
    end: () =>
      inOrder(async () => {
        let mayHaveEnded = false;
        const onLost = () => {
          mayHaveEnded = true;
        };
        try {
          return await api.post({ path: '/end', body: customerOnly, take: endedIn }, onLost);
        } catch (error) {
          if (error instanceof ClientError && error.status === 404) return mayHaveEnded;
          throw error;
        }
      }),
    retryNow: () => api.endPauses(),
    close: () => closing.abort(),
  };
}
