import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { WEBHOOK_SECRET } from './processes.ts';

export interface ReceivedWebhook {
  readonly id: string;
  readonly repeated: boolean;
  readonly type: string;
  readonly data: {
    readonly conversationId: string;
    readonly customer: { readonly id: string };
    readonly message?: { readonly id: string; readonly text: string; readonly author: { readonly kind: string } };
  };
}

/** Somebody's webhook endpoint: checks each signature with the reference library and keeps what came, in order. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  readonly forged: string[] = [];
  readonly #server: Server;
  readonly #webhook = new Webhook(WEBHOOK_SECRET);
  readonly #waiting = new Set<() => void>();

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(this.#take(Buffer.concat(chunks).toString(), request.headers) ? 204 : 401).end();
      });
    });
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}/hook`;
  }

  /** What agents and bots said to one customer, each delivery once, in the order of arrival. */
  told(customer: string): readonly string[] {
    const first = new Map<string, string>();
    for (const { id, data, type } of this.received)
      if (type === 'message.created' && data.customer.id === customer && data.message !== undefined && !first.has(id))
        first.set(id, data.message.text);
    return [...first.values()];
  }

  /** Resolves when what was received is as wanted. */
  async until(wanted: (receiver: this) => boolean): Promise<void> {
    while (!wanted(this)) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #take(body: string, headers: Record<string, string | string[] | undefined>): boolean {
    const id = String(headers['webhook-id']);
    try {
      const event = this.#webhook.verify(body, headers as Record<string, string>) as Omit<
        ReceivedWebhook,
        'id' | 'repeated'
      >;
      this.received.push({ ...event, id, repeated: headers['trunkline-repeated'] === 'true' });
      return true;
    } catch {
      this.forged.push(id);
      return false;
    } finally {
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
    }
  }
}
