import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { WEBHOOK_SECRET } from '../subjects/subject.ts';

/** One message that a customer was told. */
export interface Told {
  readonly text: string;
  /** The subject says itself that it may have come before. */
  readonly isRepeat: boolean;
}

interface Event {
  readonly type: string;
  readonly data: { readonly message?: { readonly text: string; readonly author: { readonly kind: string } } };
}

/** Every so many signatures one is verified: all of them would make the load generator the slowest part. */
const VERIFY_EVERY = 50;
const key: Buffer = Buffer.from(WEBHOOK_SECRET.slice('whsec_'.length), 'base64');

/** Where webhooks go: the customers' ears. */
export class Receiver {
  /** Called before the webhook is answered. */
  onTold: (told: Told) => void = () => {};
  /** Webhooks whose signature was wrong, of those looked at. */
  forged = 0;
  readonly #server: Server;
  #count = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.#take(request, chunks.length === 1 ? String(chunks[0]) : String(Buffer.concat(chunks)));
        response.writeHead(204).end();
      });
    });
    this.#server.keepAliveTimeout = 65_000;
  }

  /** Resolves to its address. */
  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was free');
    return `http://127.0.0.1:${address.port}/hook`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #take({ headers }: IncomingMessage, body: string): void {
    this.#count += 1;
    if (this.#count % VERIFY_EVERY === 1 && !isSigned(headers, body)) this.forged += 1;
    const { type, data } = JSON.parse(body) as Event;
    if (type !== 'message.created' || data.message === undefined || data.message.author.kind !== 'agent') return;
    this.onTold({ text: data.message.text, isRepeat: headers['trunkline-repeated'] === 'true' });
  }
}

function isSigned(headers: IncomingMessage['headers'], body: string): boolean {
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}
