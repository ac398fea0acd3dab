import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Chance } from '@trunkline/bench/chance';
import { answerOf } from './receiver-manners.ts';
import type { Manners } from './side.ts';

/** One webhook that was taken in. */
export interface Taken {
  readonly id: string;
  readonly at: number;
  /** It says itself that it may have come before. */
  readonly flagged: boolean;
  readonly type: string;
  readonly data: {
    readonly customer: { readonly id: string };
    readonly message?: {
      readonly id: string;
      readonly text?: string;
      readonly late?: boolean;
      readonly author?: { readonly kind: string };
    };
    readonly failure?: { readonly code: string; readonly detail: string };
  };
}

/** Where webhooks go. Checks each signature; takes in, or does not, as its manners say. */
export class Receiver {
  /** Called with each webhook that was taken in, in the order of arrival. */
  onTaken: (taken: Taken) => void = () => {};
  forged = 0;
  /** Requests since its manners changed last. */
  knocks = 0;
  readonly #key: Buffer;
  #server: Server | null = null;
  #port = 0;
  #manners: Manners = 'well';
  #chance: Chance = new Chance(0);

  constructor(secret: string) {
    this.#key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  }

  /** Resolves to its address, which is the same whenever it is up again. */
  async open(): Promise<string> {
    this.#server = createServer((request, response) => this.#hear(request, response));
    this.#server.keepAliveTimeout = 65_000;
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was free');
    this.#port = address.port;
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  async behave(manners: Manners, chance: Chance): Promise<void> {
    this.#manners = manners;
    this.knocks = 0;
    this.#chance = chance;
    if (manners === 'down') return await this.close();
    // Whoever still waits for an answer meets a broken connection.
    this.#server?.closeAllConnections();
    if (this.#server === null) await this.open();
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  #hear(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => {});
    request.on('end', () => {
      this.knocks += 1;
      const body = String(Buffer.concat(chunks));
      const answer = answerOf(this.#manners, this.#chance);
      if (!this.#isSigned(request, body)) this.forged += 1;
      else if (answer.takes) this.#take(request, body);
      answer.give(response);
    });
  }

  #take({ headers }: IncomingMessage, body: string): void {
    const { type, data } = JSON.parse(body) as Pick<Taken, 'type' | 'data'>;
    const flagged = headers['trunkline-repeated'] === 'true';
    this.onTaken({ id: String(headers['webhook-id']), at: Date.now(), flagged, type, data });
  }

  #isSigned({ headers }: IncomingMessage, body: string): boolean {
    const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const wanted = Buffer.from(`v1,${createHmac('sha256', this.#key).update(content).digest('base64')}`);
    const given = Buffer.from(String(headers['webhook-signature']));
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  }
}
