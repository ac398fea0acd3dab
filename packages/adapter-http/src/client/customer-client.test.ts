import { settle } from '@trunkline/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClientSetting, isPause, isSilence, openClientSetting, Queue } from '../../test/client-setting.ts';
import { ann, said } from '../../test/samples.ts';
import { ClientError, type ClientOptions } from './index.ts';

const settings: ClientSetting[] = [];
afterEach(async () => {
  for (const setting of settings.splice(0)) await setting.close();
});

async function setUp(changes: Partial<ClientOptions> = {}): Promise<ClientSetting> {
  const setting = await openClientSetting(changes);
  settings.push(setting);
  return setting;
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
