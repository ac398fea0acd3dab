import { createParser } from 'eventsource-parser';
import { API_KEY } from './processes.ts';

export interface Accepted {
  readonly conversationId: string;
  readonly messageId: string;
  readonly duplicate: boolean;
}

const HEADERS = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };

export async function post(url: string, path: string, body: object): Promise<Response> {
  return await fetch(`${url}/channels/web${path}`, { method: 'POST', headers: HEADERS, body: JSON.stringify(body) });
}

/** Says something as a customer and expects it to be accepted. */
export async function say(url: string, customer: string, message: { text: string; id?: string }): Promise<Accepted> {
  const response = await post(url, '/messages', { customer: { id: customer, name: customer }, ...message });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Accepted;
}

/** Says something as a careful client does: with an id, again and again until it is accepted. */
export async function sayUntilAccepted(
  url: string,
  customer: string,
  message: { text: string; id: string },
): Promise<void> {
  for (;;) {
    try {
      await say(url, customer, message);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

export interface StreamEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: { readonly message?: { readonly text: string; readonly author: { readonly kind: string } } };
}

/** Reads a customer's event stream until enough has come. */
export async function listen(url: string, customer: string, options: ListenOptions): Promise<readonly StreamEvent[]> {
  const abort = new AbortController();
  const response = await fetch(
    `${url}/channels/web/customers/${encodeURIComponent(customer)}/events${options.query ?? ''}`,
    {
      headers: { authorization: HEADERS.authorization, ...options.headers },
      signal: abort.signal,
    },
  );
  if (response.status !== 200 || response.body === null) throw new Error(`the stream answers ${response.status}`);
  const events: StreamEvent[] = [];
  const parser = createParser({
    onEvent: ({ id, event, data }) => events.push({ id, event, data: JSON.parse(data).data }),
  });
  options.onOpen?.();
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (options.until(events)) break;
    }
  } finally {
    abort.abort();
  }
  return events;
}

export interface ListenOptions {
  readonly until: (events: readonly StreamEvent[]) => boolean;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly onOpen?: () => void;
}
