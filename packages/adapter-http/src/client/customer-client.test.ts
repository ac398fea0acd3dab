import { FakeAdapterContext, settle } from '@trunkline/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { openHttpHost } from '../../test/http-host.ts';
import { API_KEY, ann, post, said } from '../../test/samples.ts';
import { HttpAdapter } from '../http-adapter.ts';
import { ClientError, type ClientOptions, type CustomerClient, connectCustomer } from './index.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** What the client waits for, let go by hand. */
class Waits {
  readonly asked: number[] = [];
  readonly #waiting = new Set<{ readonly ms: number; readonly go: () => void }>();
  #onAsk: () => void = () => {};
  #pausesPass = false;

  readonly wait = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const one = { ms, go: resolve };
      if (this.#pausesPass && isPause(ms)) return resolve();
      this.#waiting.add(one);
      signal.addEventListener('abort', () => {
        this.#waiting.delete(one);
        reject(signal.reason);
      });
      if (signal.aborted) reject(signal.reason);
      this.asked.push(ms);
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

const isSilence = (ms: number) => ms === 45_000;
const isPause = (ms: number) => ms !== 45_000 && ms !== 3_000;

/** Values in the order in which they come. */
class Queue<T> {
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

async function setUp(changes: Partial<ClientOptions> = {}) {
  const context = new FakeAdapterContext({ channel: 'web' });
  const adapter = new HttpAdapter({ apiKeys: [API_KEY] });
  await adapter.start(context);
  const host = await openHttpHost(adapter);
  cleanups.push(host.close, () => adapter.stop());
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
    cleanups.push(async () => client.close());
    return client;
  };
  return { context, adapter, host, waits, heard, states, errors, connect, tokensMade: () => tokens };
}

describe('what a client hears', () => {
  it('is everything from the beginning, then what happens, each once and in order', async () => {
    const { context, heard, connect } = await setUp();
    for (const text of ['a', 'b']) context.append(ann, said(text));
    const client = connect();
    expect([await heard.next(), await heard.next()]).toEqual(['1 a', '2 b']);
    context.append(ann, said('c\u2028id: 99\u2029data: "no"'));
    context.agentTyping(ann, 'Ada');
    expect(await heard.next()).toBe('3 c\u2028id: 99\u2029data: "no"');
    expect(await heard.next()).toBe('null agent.typing');
    expect(client.lastNumber).toBe(3);
  });

  it('goes on after the last number when the connection breaks, also over what happened meanwhile', async () => {
    const { context, host, heard, states, waits, connect } = await setUp({ after: 1 });
    for (const text of ['a', 'b']) context.append(ann, said(text));
    connect();
    expect(await heard.next()).toBe('2 b');
    host.breakConnections();
    for (const text of ['c', 'd']) context.append(ann, said(text));
    (await waits.next(isPause)).go();
    expect([await heard.next(), await heard.next()]).toEqual(['3 c', '4 d']);
    const told = [...Array(5).keys()].map(() => states.next());
    expect(await Promise.all(told)).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
  });

  it('is told again from the beginning when the bridge does not know the number', async () => {
    const { context, heard, connect } = await setUp({ after: 7 });
    for (const text of ['a', 'b']) context.append(ann, said(text));
    const client = connect();
    expect([await heard.next(), await heard.next(), await heard.next()]).toEqual(['reset', '1 a', '2 b']);
    expect(client.lastNumber).toBe(2);
  });

  it('is taken up anew when nothing has come for three pings', async () => {
    const { context, heard, waits, connect } = await setUp();
    context.append(ann, said('a'));
    connect();
    await heard.next();
    (await waits.next(isSilence)).go();
    (await waits.next(isPause)).go();
    context.append(ann, said('b'));
    expect(await heard.next()).toBe('2 b');
  });

  it('goes on with a new token when the old one is over, which ends the stream', async () => {
    const { context, heard, waits, connect, tokensMade } = await setUp();
    context.append(ann, said('a'));
    connect();
    await heard.next();
    await context.clock.advance(60_000);
    (await waits.next(isPause)).go();
    context.append(ann, said('b'));
    expect(await heard.next()).toBe('2 b');
    expect(tokensMade()).toBe(2);
  });

  it('goes on when a listener throws', async () => {
    const { context, heard, errors, connect } = await setUp();
    context.append(ann, said('a'));
    context.append(ann, said('b'));
    const seen = new Queue<number | null>();
    connect({
      onEvent: (_event, number) => {
        seen.put(number);
        throw new Error(`cannot show ${number}`);
      },
    });
    expect([await seen.next(), await seen.next()]).toEqual([1, 2]);
    await settle();
    expect(errors).toHaveLength(2);
    expect(heard.waiting).toEqual([]);
  });

  it('ends for good when the bridge says that this will never work', async () => {
    const { states, errors, connect } = await setUp({ customer: { id: 'bob' } });
    connect();
    expect([await states.next(), await states.next()]).toEqual(['connecting', 'closed']);
    expect(errors).toEqual([expect.objectContaining({ name: 'ClientError', status: 404 })]);
  });

  it('ends when it is closed, and leaves nothing behind on either side', async () => {
    const { context, states, errors, connect } = await setUp();
    const unsubscribed = new Promise<void>((resolve) => {
      const { subscribe } = context;
      context.subscribe = (address, listener) => {
        const stop = subscribe.call(context, address, listener);
        return () => {
          stop();
          resolve();
        };
      };
    });
    const client = connect();
    expect([await states.next(), await states.next()]).toEqual(['connecting', 'open']);
    client.close();
    expect(await states.next()).toMatch(/waiting|closed/);
    await unsubscribed;
    expect([context.subscriptions, context.clock.armed, errors]).toEqual([0, 0, []]);
    await expect(client.send('too late')).rejects.toThrow();
  });
});

describe('what a client sends', () => {
  it('is kept once although the answer was lost, under the same id', async () => {
    let lost = 0;
    const { context, waits, connect } = await setUp({
      runtime: {
        fetch: async (input, init) => {
          const response = await fetch(input, init);
          if (init?.method !== 'POST' || lost > 0) return response;
          lost += 1;
          throw new TypeError('the answer was lost');
        },
      },
    });
    const sent = connect().send('hello', [{ url: 'https://example.com/a.png', name: 'a.png' }]);
    (await waits.next(isPause)).go();
    expect(await sent).toMatchObject({ duplicate: true, messageId: 'm_1' });
    const [first, second] = context.received;
    expect(first).toMatchObject({ address: 'ann', text: 'hello', profile: { name: 'Ann' } });
    expect(second).toEqual(first);
  });

  it('keeps its order while the bridge is away, and each message has an id of its own', async () => {
    const { context, adapter, waits, connect } = await setUp();
    await adapter.stop();
    const client = connect();
    const sent = ['one', 'two', 'three'].map((text) => client.send(text));
    (await waits.next(isPause)).go();
    await adapter.start(context);
    waits.letPausesPass();
    await Promise.all(sent);
    expect(context.received.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(new Set(context.received.map(({ id }) => id)).size).toBe(3);
  });

  it('waits longer each time, with jitter, and as long as it is asked to', async () => {
    const answers = [0, 0, 0, 40];
    const { waits, connect } = await setUp({
      runtime: {
        random: () => 1,
        fetch: async (input, init) => {
          const url = String(input);
          if (!url.endsWith('/messages'))
            return new Response(null, { status: 503, headers: { 'retry-after': '9999' } });
          const retryAfter = answers.shift();
          if (retryAfter === undefined) return fetch(input, init);
          return new Response(null, { status: 429, headers: { 'retry-after': String(retryAfter) } });
        },
      },
    });
    const sent = connect().send('hello');
    for (const expected of [500, 1_000, 2_000, 50_000]) (await waits.next((ms) => ms === expected)).go();
    expect(await sent).toMatchObject({ duplicate: false });
  });

  it('is refused with the reason when it will never be taken', async () => {
    const { connect } = await setUp();
    const client = connect();
    await expect(client.send('  ')).rejects.toThrow(ClientError);
    await expect(client.send('x'.repeat(100_001))).rejects.toMatchObject({ status: 413 });
    expect(await client.send('fine')).toMatchObject({ duplicate: false });
  });

  it('says that the customer is typing once in three seconds', async () => {
    const asked: string[] = [];
    const { waits, connect } = await setUp({
      runtime: {
        fetch: (input, init) => {
          if (init?.method === 'POST') asked.push(String(input).replace(/.*\//, ''));
          return fetch(input, init);
        },
      },
    });
    const client = connect();
    const typeMuch = () => {
      for (let count = 0; count < 20; count += 1) client.typing();
    };
    typeMuch();
    await client.send('one');
    (await waits.next((ms) => ms === 3_000)).go();
    await settle();
    typeMuch();
    await client.send('two');
    expect(asked.sort()).toEqual(['messages', 'messages', 'typing', 'typing']);
  });

  it('ends after what was said before, and says whether anything was open', async () => {
    const { context, connect } = await setUp();
    const client = connect();
    void client.send('bye');
    expect([await client.end(), await client.end()]).toEqual([true, false]);
    expect([context.received.length, context.ends]).toEqual([1, [ann, ann]]);
  });
});
