import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Agent, request } from 'undici';
import { readText } from '../load/message-text.ts';
import type { StoreReader } from './sqlite.ts';

/** Says whether the store holds this text as `sending` in this direction at this very moment. */
export type IsSending = (direction: 'toAgent' | 'toCustomer', text: string) => Promise<boolean>;

/** More are never under way. */
const MOST_SENDING = 1_000;

/** What a reader of the store sees. */
export function sendingIn(reader: StoreReader): IsSending {
  return async (direction, text) => {
    const sending = await reader.deliveries({ states: ['sending'], limit: MOST_SENDING });
    return sending.some((one) => one.direction === direction && one.body.text === text);
  };
}

const OWN_HEADERS: readonly string[] = ['host', 'connection', 'content-length', 'transfer-encoding'];

/**
 * Stands before the contact centre and looks into the store whenever a customer's message arrives, before anything else
 * happens to it: its delivery must be committed as `sending` by then. What it has looked at goes on to the sandbox.
 */
export class Witness {
  /** Writes that were looked at. */
  writes = 0;
  /** Of these: what the store did not hold as `sending`. */
  uncommitted = 0;
  readonly #isSending: IsSending;
  readonly #server: Server;
  readonly #agent = new Agent();
  #target = '';

  constructor(isSending: IsSending) {
    this.#isSending = isSending;
    this.#server = createServer((incoming, response) => {
      this.#pass(incoming).then(
        ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
        () => response.destroy(),
      );
    });
  }

  /** Resolves to the address to speak to instead of the sandbox's. */
  async open(sandboxUrl: string): Promise<string> {
    this.#target = sandboxUrl;
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was free');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Something was written to one side. */
  async saw(direction: 'toAgent' | 'toCustomer', text: string): Promise<void> {
    this.writes += 1;
    if (!(await this.#isSending(direction, text))) this.uncommitted += 1;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await this.#agent.destroy();
  }

  async #pass(incoming: IncomingMessage): Promise<{ readonly status: number; readonly body: string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const sent = String(Buffer.concat(chunks));
    const { method = 'GET', url = '/', headers } = incoming;
    if (method === 'POST' && url.endsWith('/messages')) await this.#look(sent);
    const answer = await request(this.#target + url, {
      dispatcher: this.#agent,
      method: method as 'GET' | 'POST',
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name))),
      body: sent === '' ? null : sent,
    });
    return { status: answer.statusCode, body: await answer.body.text() };
  }

  async #look(sent: string): Promise<void> {
    const { body } = JSON.parse(sent) as { readonly body?: unknown };
    if (typeof body === 'string' && readText(body) !== null) await this.saw('toAgent', body);
  }
}
