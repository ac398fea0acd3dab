import { afterEach, describe, expect, it } from 'vitest';
import { type ClientSetting, isDeadline, isPause, openClientSetting } from '../../test/client-setting.ts';
import { ann, said } from '../../test/samples.ts';
import type { ClientOptions } from './index.ts';

const settings: ClientSetting[] = [];
afterEach(async () => {
  for (const setting of settings.splice(0)) await setting.close();
});

async function setUp(changes: Partial<ClientOptions> = {}): Promise<ClientSetting> {
  const setting = await openClientSetting(changes);
  settings.push(setting);
  return setting;
}

type Interfere = (path: string, ask: () => Promise<Response>) => Promise<Response>;

/** Asks the bridge, but for the first so many requests whose path ends like this. */
function fetchBut(
  path: string,
  interfere: Interfere,
  times: number = 1,
): { readonly runtime: { fetch: typeof fetch } } {
  let left = times;
  return {
    runtime: {
      fetch: (input, init) => {
        const { pathname } = new URL(String(input));
        if (left === 0 || !pathname.endsWith(path)) return fetch(input, init);
        left -= 1;
        return interfere(pathname, () => fetch(input, init));
      },
    },
  };
}

/** `reached` resolves when it is asked. */
function noticed(answer: () => Promise<Response>): { readonly interfere: Interfere; readonly reached: Promise<void> } {
  let reach = (): void => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const interfere = () => {
    reach();
    return answer();
  };
  return { interfere, reached };
}

const html = () => new Response('<h1>Welcome to our café</h1>', { headers: { 'content-type': 'text/html' } });
const never = <T>() => new Promise<T>(() => {});
const brokenOff = () =>
  new Response(new ReadableStream({ start: (controller) => controller.error(new TypeError('terminated')) }), {
    status: 202,
  });

describe('an answer that is of no use', () => {
  it.each([
    ['that breaks off', brokenOff],
    ['of a captive portal', html],
    ['that is JSON of somebody else', () => Response.json({ hello: 'you' })],
  ])('%s is followed by another attempt with the same id', async (_what, answer) => {
    const lose: Interfere = async (_path, ask) => {
      await (await ask()).text();
      return answer();
    };
    const { context, waits, connect } = await setUp(fetchBut('/messages', lose));
    const sent = connect().send('hello');
    (await waits.next(isPause)).go();
    expect(await sent).toEqual({ conversationId: 'c_1_1', messageId: 'm_1', duplicate: true });
    expect(new Set(context.received.map(({ id }) => id)).size).toBe(1);
  });

  it('to the stream is not read as one', async () => {
    const { context, heard, states, waits, connect } = await setUp(fetchBut('/events', async () => html()));
    context.append(ann, said('a'));
    connect();
    (await waits.next(isPause)).go();
    expect(await heard.next()).toBe('1 a');
    const told = [...Array(4).keys()].map(() => states.next());
    expect(await Promise.all(told)).toEqual(['connecting', 'waiting', 'connecting', 'open']);
  });

  it.each([408, 425, 500, 502])('is %i: it is tried again', async (status) => {
    const { waits, connect } = await setUp(fetchBut('/messages', async () => new Response(null, { status })));
    const sent = connect().send('hello');
    (await waits.next(isPause)).go();
    expect(await sent).toMatchObject({ duplicate: false });
  });
});

describe('a conversation’s end', () => {
  it('whose answer was lost is one, although the repeated request finds nothing open', async () => {
    const lose: Interfere = async (_path, ask) => {
      await (await ask()).text();
      throw new TypeError('terminated');
    };
    const { context, waits, connect } = await setUp(fetchBut('/end', lose));
    const client = connect();
    await client.send('hello');
    const ended = client.end();
    (await waits.next(isPause)).go();
    expect(await ended).toBe(true);
    expect(context.ends).toEqual([ann, ann]);
    expect(await client.end()).toBe(false);
  });

  it('that the bridge could not take at first is none if nothing was open', async () => {
    const { waits, connect } = await setUp(fetchBut('/end', async () => new Response(null, { status: 503 })));
    const ended = connect().end();
    (await waits.next(isPause)).go();
    expect(await ended).toBe(false);
  });
});

describe('an attempt that is never answered', () => {
  it('is over after half a minute, and another one follows', async () => {
    const { interfere, reached } = noticed(never);
    const { context, states, waits, connect } = await setUp(fetchBut('/messages', interfere));
    const client = connect();
    expect([await states.next(), await states.next()]).toEqual(['connecting', 'open']);
    const sent = client.send('hello');
    await reached;
    (await waits.next(isDeadline)).go();
    (await waits.next(isPause)).go();
    expect(await sent).toMatchObject({ duplicate: false });
    expect(context.received).toHaveLength(1);
    expect(waits.underWay.filter(isDeadline)).toEqual([]);
  });

  it('is over too where the body of its answer never ends', async () => {
    const { interfere, reached } = noticed(async () => new Response(new ReadableStream(), { status: 202 }));
    const { states, waits, connect } = await setUp(fetchBut('/messages', interfere));
    const client = connect();
    expect([await states.next(), await states.next()]).toEqual(['connecting', 'open']);
    const sent = client.send('hello');
    await reached;
    (await waits.next(isDeadline)).go();
    (await waits.next(isPause)).go();
    expect(await sent).toMatchObject({ duplicate: false });
  });

  it('may be one for the stream, which has all the time it wants once it is open', async () => {
    const { interfere, reached } = noticed(never);
    const { context, heard, states, waits, connect } = await setUp(fetchBut('/events', interfere));
    context.append(ann, said('a'));
    connect();
    await reached;
    (await waits.next(isDeadline)).go();
    (await waits.next(isPause)).go();
    expect(await heard.next()).toBe('1 a');
    const told = [...Array(4).keys()].map(() => states.next());
    expect(await Promise.all(told)).toEqual(['connecting', 'waiting', 'connecting', 'open']);
    expect(waits.underWay.filter(isDeadline)).toEqual([]);
  });

  it('may be one for a token, which is asked for again', async () => {
    const { context, heard, token, waits, connect } = await setUp();
    context.append(ann, said('a'));
    let asked = 0;
    connect({
      token: () => {
        asked += 1;
        return asked === 1 ? never<string>() : token();
      },
    });
    (await waits.next(isDeadline)).go();
    (await waits.next(isPause)).go();
    expect(await heard.next()).toBe('1 a');
    expect(asked).toBe(2);
  });
});

describe('closing', () => {
  it.each<[string, Partial<ClientOptions>]>([
    ['an attempt that is never answered', fetchBut('/messages', never, 9)],
    ['a token that never comes', { token: never<string> }],
    ['a pause', fetchBut('/messages', async () => new Response(null, { status: 503 }), 9)],
  ])('rejects what is being sent, also during %s', async (_during, changes) => {
    const { waits, states, connect } = await setUp(changes);
    const client = connect();
    const sent = [client.send('one'), client.send('two'), client.end()];
    await waits.next((ms) => isPause(ms) || isDeadline(ms));
    client.close();
    for (const { status } of await Promise.allSettled(sent)) expect(status).toBe('rejected');
    while ((await states.next()) !== 'closed');
    expect(waits.underWay).toEqual([]);
  });

  it('leaves untold what came together with the last event', async () => {
    const { heard, states, connect } = await setUp();
    const events = [1, 2, 3].map((number) => `id: ${number}\nevent: message.created\ndata: {"number":${number}}\n\n`);
    const stream = async () => new Response(events.join(''), { headers: { 'content-type': 'text/event-stream' } });
    const client = connect({
      ...fetchBut('/events', stream, 9),
      onEvent: (_event, number) => {
        heard.put(String(number));
        client.close();
      },
    });
    while ((await states.next()) !== 'closed');
    expect(heard.waiting).toEqual(['1']);
    expect(client.lastNumber).toBe(1);
  });
});

describe('a pause', () => {
  it('is no longer than a quarter of an hour and a bit, whatever is asked for', async () => {
    const busy = async () => new Response(null, { status: 429, headers: { 'retry-after': '99999999' } });
    const { waits, connect } = await setUp(fetchBut('/messages', busy));
    const sent = connect().send('hello');
    (await waits.next((ms) => ms === 900_000)).go();
    expect(await sent).toMatchObject({ duplicate: false });
  });

  it('is cut short for whoever knows better', async () => {
    const busy = async () => new Response(null, { status: 503, headers: { 'retry-after': '60' } });
    const { states, waits, connect } = await setUp(fetchBut('/messages', busy));
    const client = connect();
    expect([await states.next(), await states.next()]).toEqual(['connecting', 'open']);
    client.retryNow();
    const sent = client.send('hello');
    await waits.next((ms) => ms === 60_000);
    client.retryNow();
    expect(await sent).toMatchObject({ duplicate: false });
    expect(waits.underWay.filter(isPause)).toEqual([]);
  });
});

describe('listeners that throw', () => {
  it('change nothing, whichever they are and whenever they do', async () => {
    const { context, states, waits, heard, connect } = await setUp(fetchBut('/events', async () => html()));
    for (const text of ['a', 'b']) context.append(ann, said(text));
    const fail = () => {
      throw new Error('cannot show this');
    };
    const client = connect({
      onState: (state) => {
        states.put(state);
        fail();
      },
      onEvent: (_event, number) => {
        heard.put(String(number));
        return number === 1 ? fail() : Promise.reject(new Error('cannot show this later either'));
      },
      onError: fail,
    });
    (await waits.next(isPause)).go();
    expect([await heard.next(), await heard.next()]).toEqual(['1', '2']);
    client.close();
    while ((await states.next()) !== 'closed');
  });

  it('are told of as errors, also if they do later', async () => {
    const { context, errors, heard, connect } = await setUp();
    context.append(ann, said('a'));
    const wrong = new Error('cannot show this');
    connect({
      onState: (state) => {
        if (state === 'open') throw wrong;
      },
      onEvent: async () => {
        heard.put('told');
        throw wrong;
      },
    });
    await heard.next();
    await new Promise(setImmediate);
    expect(errors).toEqual([wrong, wrong]);
  });
});

it('says what it is given of the customer', async () => {
  const { context, connect } = await setUp();
  const client = connect({ customer: { id: 'ann', attributes: { plan: 'gold', seats: 3, trial: false } } });
  await client.send('hello');
  expect(context.received[0]?.profile).toEqual({ attributes: { plan: 'gold', seats: '3', trial: 'false' } });
});
