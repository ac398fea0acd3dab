import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A post that came in. */
export interface Posted {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** How the app answers; undefined is never. */
export interface Reply {
  readonly status: number;
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The app's request URL, played: answers each post as `answer` says. */
export async function requestUrl(answer: (posted: Posted) => Reply | undefined): Promise<RequestUrl> {
  const posts = new Queue<Posted>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const posted = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      const reply = answer(posted);
      posts.put(posted);
      if (reply === undefined) return;
      const isText = reply.body === undefined || typeof reply.body === 'string';
      const type = isText ? 'text/plain' : 'application/json; charset=utf-8';
      response.writeHead(reply.status, { 'Content-Type': type, ...reply.headers });
      response.end(typeof reply.body === 'object' ? JSON.stringify(reply.body) : reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, next: () => posts.take() };
}

export interface RequestUrl {
  readonly url: string;
  /** The next post, in order of arrival. */
  next(): Promise<Posted>;
}

/** Says whether a post's signature is that of the secret; as Slack's documentation computes it. */
export function isSigned({ headers, body }: Posted, secret: string): boolean {
  const base = `v0:${headers['x-slack-request-timestamp']}:${body}`;
  return headers['x-slack-signature'] === `v0=${createHmac('sha256', secret).update(base).digest('hex')}`;
}

class Queue<T> {
  readonly #items: T[] = [];
  readonly #waiting: ((item: T) => void)[] = [];

  put(item: T): void {
    const taker = this.#waiting.shift();
    if (taker === undefined) this.#items.push(item);
    else taker(item);
  }

  take(): Promise<T> {
    const item = this.#items.shift();
    return item === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(item);
  }
}
