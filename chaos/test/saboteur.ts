import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Agent, request } from 'undici';

/** What is done to a request that carries a message. */
export type Sabotage = 'lose' | 'double' | 'reorder';

interface Passing {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface SaboteurOptions {
  readonly sabotage: Sabotage;
  /** One in so many messages. */
  readonly every: number;
  /** The conversation or customer of a request that carries a message; null: it carries none. */
  readonly laneOf: (passing: Passing) => string | null;
  /** How a message is answered that is kept from going on. */
  readonly pretend: (passing: Passing) => Answer;
  /** Makes a message another one of the same words, as a bridge would that sends it twice. */
  readonly again: (passing: Passing) => Passing;
}

const OWN_HEADERS: readonly string[] = ['host', 'connection', 'content-length', 'transfer-encoding'];

/** Stands between the bridge and one of its ends, and makes of an honest bridge one that loses, doubles or reorders. */
export class Saboteur {
  /** Messages that it has meddled with. */
  meddled = 0;
  readonly #options: SaboteurOptions;
  readonly #server: Server;
  readonly #agent = new Agent();
  readonly #held = new Map<string, Passing>();
  #messages = 0;
  #target = '';

  constructor(options: SaboteurOptions) {
    this.#options = options;
    this.#server = createServer((incoming, response) => {
      this.#take(incoming).then(
        ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
        () => response.destroy(),
      );
    });
  }

  /** Resolves to the address to use instead of the target's. */
  async open(target: string): Promise<string> {
    this.#target = target;
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was free');
    return `http://127.0.0.1:${address.port}${new URL(target).pathname.replace(/\/$/, '')}`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await this.#agent.destroy();
  }

  async #take(incoming: IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/', headers } = incoming;
    const passing: Passing = { method, url, headers, body: String(Buffer.concat(chunks)) };
    const lane = this.#options.laneOf(passing);
    return lane === null ? await this.#pass(passing) : await this.#meddle(lane, passing);
  }

  async #meddle(lane: string, passing: Passing): Promise<Answer> {
    const { sabotage, every, pretend, again } = this.#options;
    const held = this.#held.get(lane);
    if (held !== undefined) {
      this.#held.delete(lane);
      const answer = await this.#pass(passing);
      await this.#pass(held);
      return answer;
    }
    this.#messages += 1;
    if (this.#messages % every !== 0) return await this.#pass(passing);
    this.meddled += 1;
    if (sabotage === 'double') await this.#pass(again(passing));
    if (sabotage === 'reorder') this.#held.set(lane, passing);
    return sabotage === 'double' ? await this.#pass(passing) : pretend(passing);
  }

  async #pass({ method, url, headers, body }: Passing): Promise<Answer> {
    const answer = await request(new URL(url, this.#target), {
      dispatcher: this.#agent,
      method: method as 'GET' | 'POST',
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name))),
      body: body === '' ? null : body,
    });
    return { status: answer.statusCode, body: await answer.body.text() };
  }
}
