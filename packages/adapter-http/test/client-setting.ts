import { FakeAdapterContext } from '@trunkline/core/testing';
import { type ClientOptions, type CustomerClient, connectCustomer } from '../src/client/index.ts';
import { HttpAdapter } from '../src/http-adapter.ts';
import { type HttpHost, openHttpHost } from './http-host.ts';
import { API_KEY, post } from './samples.ts';

/** Clients of a channel on a real port, and all that they are told. */
export interface ClientSetting {
  readonly context: FakeAdapterContext;
  readonly adapter: HttpAdapter;
  readonly host: HttpHost;
  readonly waits: Waits;
  readonly heard: Queue<string>;
  readonly states: Queue<string>;
  readonly errors: readonly unknown[];
  connect(more?: Partial<ClientOptions>): CustomerClient;
  /** Makes one for Ann. */
  token(): Promise<string>;
  tokensMade(): number;
  close(): Promise<void>;
}

/** `changes` holds for every client. */
export async function openClientSetting(changes: Partial<ClientOptions> = {}): Promise<ClientSetting> {
  const context = new FakeAdapterContext({ channel: 'web' });
  const adapter = new HttpAdapter({ apiKeys: [API_KEY] });
  await adapter.start(context);
  const host = await openHttpHost(adapter);
  const clients: CustomerClient[] = [];
  const waits = new Waits();
  const heard = new Queue<string>();
  const states = new Queue<string>();
  const errors: unknown[] = [];
  let tokens = 0;
  const token = async (): Promise<string> => {
    tokens += 1;
    const { body } = await adapter.handle(post('/tokens', { customer: { id: 'ann' }, ttlS: 60 }));
    return JSON.parse(String(body)).token;
  };
  const connect = (more: Partial<ClientOptions> = {}): CustomerClient => {
    const client = connectCustomer({
      url: `${host.url}/`,
      customer: { id: 'ann', name: 'Ann' },
      token,
      onEvent: (event, number) =>
        heard.put(
          `${number} ${'message' in event.data && 'text' in event.data.message ? event.data.message.text : event.type}`,
        ),
      onReset: () => heard.put('reset'),
      onState: states.put,
      onError: (error) => errors.push(error),
      ...changes,
      ...more,
      runtime: { random: () => 0, wait: waits.wait, ...changes.runtime, ...more.runtime },
    });
    clients.push(client);
    return client;
  };
  const close = async () => {
    for (const client of clients) client.close();
    await adapter.stop();
    await host.close();
  };
  return { context, adapter, host, waits, heard, states, errors, connect, token, tokensMade: () => tokens, close };
}

export const isSilence = (ms: number): boolean => ms === 45_000;
export const isDeadline = (ms: number): boolean => ms === 30_000;
export const isPause = (ms: number): boolean => ms !== 45_000 && ms !== 30_000 && ms !== 3_000;

/** What the client waits for, let go by hand. */
class Waits {
  readonly #waiting = new Set<{ readonly ms: number; readonly go: () => void }>();
  #onAsk: () => void = () => {};
  #pausesPass = false;

  /** How long the waits under way are. */
  get underWay(): readonly number[] {
    return [...this.#waiting].map(({ ms }) => ms);
  }

  readonly wait = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const one = { ms, go: resolve };
      if (this.#pausesPass && isPause(ms)) return resolve();
      if (signal.aborted) return reject(signal.reason);
      this.#waiting.add(one);
      signal.addEventListener('abort', () => {
        this.#waiting.delete(one);
        reject(signal.reason);
      });
      this.#onAsk();
    });

  /** Pauses, those under way too, take no time from now on. */
  letPausesPass(): void {
    this.#pausesPass = true;
    for (const { ms, go } of this.#waiting) if (isPause(ms)) go();
  }

  /** Resolves to the wait that `fits`, once there is one. */
  async next(fits: (ms: number) => boolean): Promise<{ readonly ms: number; readonly go: () => void }> {
    for (;;) {
      const found = [...this.#waiting].find(({ ms }) => fits(ms));
      if (found !== undefined) {
        this.#waiting.delete(found);
        return found;
      }
      await new Promise<void>((resolve) => {
        this.#onAsk = resolve;
      });
    }
  }
}

/** Values in the order in which they come. */
export class Queue<T> {
  readonly #values: T[] = [];
  readonly #takers: ((value: T) => void)[] = [];

  readonly put = (value: T): void => {
    const taker = this.#takers.shift();
    if (taker === undefined) this.#values.push(value);
    else taker(value);
  };

  next(): Promise<T> {
    const value = this.#values.shift();
    return value === undefined ? new Promise((resolve) => this.#takers.push(resolve)) : Promise.resolve(value);
  }

  get waiting(): readonly T[] {
    return this.#values;
  }
}
