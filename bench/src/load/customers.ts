import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { API_KEY } from '../subjects/subject.ts';
import { EchoBook, type Faults } from './echo-book.ts';
import { customerIdOf, readEcho, textOf } from './message-text.ts';
import type { Told } from './receiver.ts';

const CONNECTIONS = 256;
const AGAIN_MS = 20;
const HEADERS: Readonly<Record<string, string>> = {
  authorization: `Bearer ${API_KEY}`,
  'content-type': 'application/json',
};

/** Customers of one subject. Each has at most one round trip under way: what it said → the agent's echo of it. */
export class Customers {
  /** Round trips that have come to their end. */
  completed = 0;
  /** Requests that were not answered with 202 and were repeated with the same id. */
  refused = 0;
  readonly #pool: Pool;
  readonly #book = new EchoBook();
  readonly #said: number[] = [];
  readonly #waiting = new Map<number, () => void>();
  #closed = false;

  constructor(url: string) {
    this.#pool = new Pool(url, { connections: CONNECTIONS, headersTimeout: 60_000, bodyTimeout: 60_000 });
  }

  /** How many have ever said something. */
  get count(): number {
    return this.#said.length;
  }

  /** How many messages a customer has said. */
  said(customer: number): number {
    return this.#said[customer] ?? 0;
  }

  get underWay(): number {
    return this.#waiting.size;
  }

  /** Resolves when the message was accepted and its echo is there. */
  async roundTrip(customer: number): Promise<void> {
    const number = this.said(customer);
    this.#said[customer] = number + 1;
    const echoed = new Promise<void>((resolve) => this.#waiting.set(customer, resolve));
    await Promise.all([echoed, this.#post(customer, number)]);
    this.completed += 1;
  }

  /** What the subject told a customer. False: it is no echo. */
  told({ text, isRepeat }: Told): boolean {
    const echo = readEcho(text);
    if (echo === null) return false;
    if (!this.#book.arrived(echo.customer, echo.number, isRepeat)) return true;
    this.#waiting.get(echo.customer)?.();
    this.#waiting.delete(echo.customer);
    return true;
  }

  /** Resolves when nothing is under way any more, or after that time: what is missing then is lost. */
  async settled(timeoutMs: number): Promise<void> {
    const end = performance.now() + timeoutMs;
    while (this.underWay > 0 && performance.now() < end) await sleep(AGAIN_MS);
  }

  /** What went wrong on the way to the customers. Called once. */
  close(): Faults {
    this.#closed = true;
    void this.#pool.destroy();
    for (let customer = 0; customer < this.count; customer += 1) this.#book.close(customer, this.said(customer));
    return this.#book.faults;
  }

  async #post(customer: number, number: number): Promise<void> {
    const id = customerIdOf(customer);
    const body = `{"customer":{"id":"${id}","name":"${id}"},"text":"${textOf(customer, number)}","id":"${number}"}`;
    while (!(await this.#accepted(body)) && !this.#closed) {
      this.refused += 1;
      await sleep(AGAIN_MS);
    }
  }

  async #accepted(body: string): Promise<boolean> {
    try {
      const path = '/channels/web/messages';
      const answer = await this.#pool.request({ path, method: 'POST', headers: HEADERS, body });
      await answer.body.dump();
      return answer.statusCode === 202;
    } catch {
      return false;
    }
  }
}
