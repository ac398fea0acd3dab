import { type PlayedChat, type PlayedMessage, Sandbox } from '@trunkline/bench/sandbox';
import type { Timing } from './timing.ts';

const READ_AT_ONCE = 16;

/** One chat as the contact centre has it. */
export interface Transcript {
  readonly chat: PlayedChat;
  readonly messages: readonly PlayedMessage[];
  /** When its token was taken away, so that nobody could read it any more; epoch milliseconds. */
  readonly tokenExpiredAt: number | null;
}

/** A stretch of time in which frames were lost on open sockets; epoch milliseconds. */
export interface FrameLoss {
  readonly from: number;
  to: number;
}

/** The contact centre, played in a process of its own: agents who answer at once, what fails there, what was said. */
export class Agents {
  readonly url: string;
  readonly #sandbox: Sandbox;
  readonly #expired = new Map<string, number>();
  readonly #losses: FrameLoss[] = [];
  #spoken = 0;

  private constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.url = sandbox.url;
  }

  /** `knobs` are more flags of the sandbox. */
  static async start({ heartbeatMs, graceMs }: Timing, knobs: readonly string[] = []): Promise<Agents> {
    const flags = ['--heartbeat', String(heartbeatMs), '--grace', String(graceMs), ...knobs];
    return new Agents(await Sandbox.start(flags));
  }

  get pid(): number {
    return this.#sandbox.pid;
  }

  get frameLosses(): readonly FrameLoss[] {
    return this.#losses;
  }

  /** Resolves when `task` is over, during which frames are lost. */
  async losingFrames(task: () => Promise<void>): Promise<void> {
    const loss: FrameLoss = { from: Date.now(), to: Number.POSITIVE_INFINITY };
    this.#losses.push(loss);
    await task();
    loss.to = Date.now();
  }

  /** What strikes at once, by its name in the control API. */
  async strike(name: string, body: object = {}): Promise<void> {
    await this.#sandbox.control('POST', `/faults/${name}`, body);
  }

  async rule(rule: object): Promise<void> {
    await this.#sandbox.control('POST', '/faults', rule);
  }

  async clearRules(): Promise<void> {
    await this.#sandbox.control('DELETE', '/faults');
  }

  async act(chat: string, what: 'say' | 'leave' | 'transfer', body: object = {}): Promise<void> {
    await this.#sandbox.control('POST', `/conversations/${chat}/agent/${what}`, body);
  }

  /** An agent says something unasked, each third time as last words. */
  async speak(chat: string): Promise<void> {
    this.#spoken += 1;
    const isLast = this.#spoken % 3 === 0;
    await this.act(chat, 'say', { text: `by the way, number ${this.#spoken}` });
    if (isLast) await this.act(chat, 'leave');
  }

  async expireToken(chat: string): Promise<void> {
    if (!this.#expired.has(chat)) this.#expired.set(chat, Date.now());
    await this.strike('expire-tokens', { conversationId: chat });
  }

  async openChats(): Promise<readonly PlayedChat[]> {
    return await this.#sandbox.chats('active');
  }

  /** Everything that was said, chat by chat in the order in which they began. */
  async transcripts(): Promise<readonly Transcript[]> {
    const chats = await this.#sandbox.chats();
    const transcripts: Transcript[] = [];
    const left = chats.entries();
    const read = async (): Promise<void> => {
      for (const [at, chat] of left) {
        const messages = await this.#sandbox.messages(chat.id);
        transcripts[at] = { chat, messages, tokenExpiredAt: this.#expired.get(chat.id) ?? null };
      }
    };
    await Promise.all(Array.from({ length: READ_AT_ONCE }, read));
    return transcripts.sort((one, other) => Date.parse(one.chat.createdAt) - Date.parse(other.chat.createdAt));
  }

  async close(): Promise<void> {
    await this.#sandbox.close();
  }
}
