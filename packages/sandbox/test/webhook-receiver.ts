import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { onTestFinished } from 'vitest';
import { sandboxAccount } from '../src/index.ts';

/** A request as it came in. */
export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly form: Readonly<Record<string, string>>;
}

/** How a request is answered; undefined: never. */
export type Respond = (request: Received, reply: ServerResponse) => void;

/** What TwiML without a reply looks like. */
export const emptyTwiml: string = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/** Answers with TwiML. */
export function sayTwiml(reply: ServerResponse, twiml: string = emptyTwiml): void {
  reply.writeHead(200, { 'Content-Type': 'text/xml' }).end(twiml);
}

/** Somebody's webhook: what came, in order, and a way to wait for more. */
export class WebhookReceiver {
  readonly requests: Received[] = [];
  readonly url: string;
  respond: Respond = (_request, reply) => sayTwiml(reply);
  #waiting: (() => void)[] = [];

  constructor(url: string) {
    this.url = url;
  }

  take(request: Received, reply: ServerResponse): void {
    this.requests.push(request);
    this.respond(request, reply);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves once so many have come. */
  async until(count: number): Promise<void> {
    while (this.requests.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  statuses(): readonly (string | undefined)[] {
    return this.requests.map(({ form }) => form['MessageStatus']);
  }

  /** What the vendor's own validator says of a request. */
  isValid({ target, headers, form }: Received, authToken: string = sandboxAccount.authToken): boolean {
    return twilio.validateRequest(authToken, String(headers['x-twilio-signature']), this.url + target, form);
  }
}

/** Listens on a free port of this machine for as long as the test runs. */
export async function webhookForTest(): Promise<WebhookReceiver> {
  let receiver: WebhookReceiver | undefined;
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { method = '', url: target = '', headers } = request;
      const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
      const form = Object.fromEntries(new URLSearchParams(isForm ? body : ''));
      receiver?.take({ method, target, headers, body, form }, reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  receiver = new WebhookReceiver(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return receiver;
}
