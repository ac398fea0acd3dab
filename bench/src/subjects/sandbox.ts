import { request } from 'undici';
import { type ZodType, z } from 'zod';
import { Program } from './program.ts';
import { inRepository } from './repository.ts';

/** A guest chat as the sandbox's control API shows it. */
export interface PlayedChat {
  readonly id: string;
  readonly displayName: string;
  readonly state: string;
  readonly sockets: number;
  /** ISO 8601. */
  readonly createdAt: string;
}

export interface PlayedMessage {
  readonly sender: { readonly role: string };
  readonly body: string;
  readonly bodyType: string;
  /** ISO 8601. */
  readonly timestamp: string;
}

const listing: ZodType<{ readonly items: readonly PlayedChat[] }> = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      displayName: z.string(),
      state: z.string(),
      sockets: z.number(),
      createdAt: z.string(),
    }),
  ),
});
const detail: ZodType<{ readonly messages: readonly PlayedMessage[] }> = z.object({
  messages: z.array(
    z.object({
      sender: z.object({ role: z.string() }),
      body: z.string(),
      bodyType: z.string(),
      timestamp: z.string(),
    }),
  ),
});

/** The contact centre played in a process of its own; its agent answers `echo: <text>` at once. */
export class Sandbox {
  readonly url: string;
  readonly #program: Program;

  private constructor(program: Program, url: string) {
    this.#program = program;
    this.url = url;
  }

  /** `knobs` are more flags, see the sandbox's README. */
  static async start(knobs: readonly string[] = []): Promise<Sandbox> {
    const file = inRepository('packages/sandbox/dist/main.js');
    const args = [file, 'genesys', '--port', '0', '--agent', 'echo', '--rate-limit', '0', ...knobs];
    const program = new Program(args, inRepository('.'));
    return new Sandbox(program, await program.line(/http:\/\/127\.0\.0\.1:\d+/));
  }

  get pid(): number {
    return this.#program.pid;
  }

  /** All, or those in that state. */
  async chats(state?: 'active' | 'ended'): Promise<readonly PlayedChat[]> {
    const which = state === undefined ? '' : `?state=${state}`;
    return listing.parse(await this.control('GET', `/conversations${which}`)).items;
  }

  async messages(chatId: string): Promise<readonly PlayedMessage[]> {
    return detail.parse(await this.control('GET', `/conversations/${chatId}`)).messages;
  }

  /** The agent says something that nobody asked for. */
  async say(chatId: string, text: string): Promise<void> {
    await this.control('POST', `/conversations/${chatId}/agent/say`, { text });
  }

  async close(): Promise<void> {
    await this.#program.kill('SIGKILL');
  }

  /** A call of its control API. */
  async control(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<unknown> {
    const answer = await request(`${this.url}/_sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`the sandbox answered ${answer.statusCode}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
}
